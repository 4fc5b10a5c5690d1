"""What is pinned in a room: some of it beside its conversation, all of it on a page."""

from dataclasses import dataclass

from . import history
from .models import Message, Room

# As many pins are listed beside the conversation, those pinned last.
BESIDE = 5


@dataclass(frozen=True)
class Pins:
    """How many messages of a room are pinned, and some of them, the one pinned last first."""

    count: int
    messages: list[Message]


def all_pins(room: Room) -> Pins:
    """Return what is pinned in a room. Raises ``Overtaken`` as ``history`` does."""
    messages = Message.objects.filter(room=room, pinned__isnull=False).select_related("author").order_by("-pinned")
    found = list(messages)
    if any(message.version > room.version for message in found):
        raise history.Overtaken(room)
    history.with_files(found)
    return Pins(len(found), found)


def pins_shown(room: Room) -> Pins:
    """Return what a room page lists of its pins, of which there are conversation.pins.MOST_PINS at most."""
    pins = all_pins(room)
    return Pins(pins.count, pins.messages[:BESIDE])
