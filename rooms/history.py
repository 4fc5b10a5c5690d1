"""Windows of a room's messages: the newest, those before one, those after one, those around one, those of a thread.

All of them show the room as it was when it was read, and raise ``Overtaken`` where that is no longer possible.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects

from .models import Message, Room


class Overtaken(Exception):
    """Raised for what has changed after ``room`` was read: who may see it has to be looked up anew."""

    def __init__(self, room: Room) -> None:
        super().__init__(f"room {room.pk} has changed since it was read at version {room.version}")


@dataclass(frozen=True)
class Window:
    """Some messages in order, and whether there are more on either side."""

    messages: list[Message]
    has_older: bool
    has_newer: bool

    @property
    def oldest(self) -> int:
        return self.messages[0].position if self.messages else 0

    @property
    def newest(self) -> int:
        return self.messages[-1].position if self.messages else 0


def _messages(room: Room) -> QuerySet[Message]:
    """Return what had been said when ``room`` was read, and not what has been since.

    Who may read was looked up together with the room: somebody who was removed in between must not get what was said
    after that. Nor what older messages were changed to: see ``_take``.
    """
    return Message.objects.filter(room=room, position__lte=room.version).select_related("author")


def _take(room: Room, queryset: QuerySet[Message], count: int) -> tuple[list[Message], bool]:
    found = list(queryset[: count + 1])
    if any(message.version > room.version for message in found):
        raise Overtaken(room)
    with_files(found[:count])
    if any(original.version > room.version for original in with_originals(found[:count])):
        raise Overtaken(room)
    return found[:count], len(found) > count


def with_files(messages: list[Message]) -> None:
    """Read the attachments of those messages that have some: one query for all, and none where there are none."""
    if carriers := [message for message in messages if message.has_files]:
        prefetch_related_objects(carriers, "attachments")


def with_originals(messages: list[Message]) -> list[Message]:
    """Read what those messages reply to that do, and return it: one query for all, and none where there are none."""
    positions = {message.reply_to for message in messages if message.reply_to}
    if not positions:
        return []
    found = Message.objects.filter(room_id=messages[0].room_id, position__in=positions).select_related("author")
    originals = {message.position: message for message in found}
    for message in messages:
        if message.reply_to:
            message.original = originals.get(message.reply_to)
    return list(originals.values())


def newest(room: Room, size: int = settings.PAGE_SIZE) -> Window:
    messages, more = _take(room, _messages(room).order_by("-position"), size)
    return Window(messages[::-1], has_older=more, has_newer=False)


def first_of_newest(room: Room, count: int) -> Window | None:
    """Return the first of the newest ``count`` messages, where there are older ones than these, or None."""
    first = list(Message.objects.filter(room=room).order_by("-position")[count - 1 : count + 1])
    return Window(first[:1], has_older=True, has_newer=True) if len(first) == 2 else None


def before(room: Room, position: int, size: int = settings.PAGE_SIZE) -> Window:
    """Return the messages just before ``position``."""
    messages, more = _take(room, _messages(room).filter(position__lt=position).order_by("-position"), size)
    return Window(messages[::-1], has_older=more, has_newer=True)


def after(room: Room, position: int, size: int = settings.PAGE_SIZE) -> Window:
    """Return the messages just after ``position``."""
    messages, more = _take(room, _messages(room).filter(position__gt=position).order_by("position"), size)
    return Window(messages, has_older=True, has_newer=more)


def around(room: Room, position: int, size: int = settings.PAGE_SIZE) -> Window:
    """Return messages on both sides of ``position``, that one included."""
    half = size // 2
    older, has_older = _take(room, _messages(room).filter(position__lt=position).order_by("-position"), half)
    newer, has_newer = _take(room, _messages(room).filter(position__gte=position).order_by("position"), size - half)
    return Window(older[::-1] + newer, has_older, has_newer)


def of_a_time(room: Room, start: datetime, end: datetime, position: int, size: int) -> Window:
    """Return the messages written from ``start`` up to ``end`` that come after ``position``."""
    within = _messages(room).filter(created__gte=start, created__lt=end)
    messages, more = _take(room, within.filter(position__gt=position).order_by("position"), size)
    return Window(messages, has_older=position > 0, has_newer=more)


def thread(room: Room, root: int, before: int | None = None, size: int = settings.THREAD_SIZE) -> Window:
    """Return the message at ``root`` and the newest replies in its thread, or the newest before a position."""
    replies = _messages(room).filter(thread=root)
    if before is not None:
        replies = replies.filter(position__lt=before)
    found, more = _take(room, replies.order_by("-position"), size)
    return Window(_root(room, root) + found[::-1], has_older=more, has_newer=before is not None)


def beginning(room: Room, position: int, size: int) -> Window:
    """Return the first messages after ``position``; after 0, those with which the room began."""
    messages, more = _take(room, _messages(room).filter(position__gt=position).order_by("position"), size)
    return Window(messages, has_older=position > 0, has_newer=more)


def whole_thread(room: Room, root: int, position: int, size: int) -> Window:
    """Return the first replies of a thread after ``position``; after 0, its root before them."""
    replies = _messages(room).filter(thread=root, position__gt=position)
    found, more = _take(room, replies.order_by("position"), size)
    if position:
        return Window(found, has_older=True, has_newer=more)
    return Window(_root(room, root) + found, has_older=False, has_newer=more)


def _root(room: Room, position: int) -> list[Message]:
    first, _ = _take(room, _messages(room).filter(position=position), 1)
    if not first:
        # It is younger than what was read of the room.
        raise Overtaken(room)
    return first
