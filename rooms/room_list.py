"""My rooms as the list beside every room shows them: what each is called, and whether something new was said there."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zlib import crc32

from django.urls import reverse

from .models import Membership, Room


class RoomLine(NamedTuple):
    """One room in the list."""

    pk: int
    name: str
    kind: str
    is_unread: bool
    is_archived: bool = False
    # Of a direct conversation: keys and names of the others in it.
    others: tuple[tuple[int, str], ...] = ()

    @property
    def is_direct(self) -> bool:
        return self.kind == Room.Kind.DIRECT

    def get_absolute_url(self) -> str:
        return reverse("rooms:room", args=[self.pk])


# What ``is_unread`` takes, of a membership.
UNREAD = ["marked_unread", "read_position", "room__latest_position", "room__latest_author_id", "user_id"]


def is_unread(marked: bool, read: int, latest: int, latest_author_id: int | None, user_id: int) -> bool:
    """Return whether somebody has not read a room: they said so, or somebody else has written since.

    Whoever wrote last has read what they answer; their page says so a little later (``Membership.read_position``).
    """
    return marked or (latest > read and latest_author_id != user_id)


def line_of(membership: Membership) -> RoomLine:
    """Return the line of a membership whose room is loaded."""
    room = membership.room
    unread = is_unread(
        membership.marked_unread,
        membership.read_position,
        room.latest_position,
        room.latest_author_id,
        membership.user_id,
    )
    others = _others(room.people, membership.user_id)
    return RoomLine(room.pk, room.name, room.kind, unread, room.archived is not None, others)


def lines_of(user_ids: Iterable[int]) -> dict[int, list[RoomLine]]:
    """Return the lists of some people, in one query."""
    lists: dict[int, list[RoomLine]] = {user_id: [] for user_id in user_ids}
    found = Membership.objects.filter(user__in=lists).order_by("room__name")
    for *of_room, marked, read, latest, author_id, user_id in found.values_list(
        "room_id", "room__name", "room__kind", "room__archived", "room__people", *UNREAD
    ):
        pk, name, kind, archived, people = of_room
        unread = is_unread(marked, read, latest, author_id, user_id)
        line = RoomLine(pk, name, kind, unread, archived is not None, _others(people, user_id))
        lists[user_id].append(line)
    return lists


def _others(people: Iterable[tuple[int, str]] | None, user_id: int) -> tuple[tuple[int, str], ...]:
    return tuple((pk, name) for pk, name in people or () if pk != user_id)


def digest(lines: Sequence[RoomLine], current: int = 0) -> str:
    """Return what tells one list from another on the page of the room ``current``, where that one is never unread."""
    shown = [line._replace(is_unread=line.is_unread and line.pk != current) for line in lines]
    return f"{crc32(repr([tuple(line) for line in shown]).encode()):08x}"
