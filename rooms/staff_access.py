"""Decides what Admin shows to the staff, beside what their permissions say: the twin of ``access`` for Admin.

Open rooms are open to them. Private rooms and direct conversations are closed: what is said there, who is in them, what
they carry and whom they call. Who has broken the glass (``conversation.break_glass``) sees such a room for a while.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User

from . import access
from .models import Opening, Room


def openings_now(user: User) -> QuerySet[Opening]:
    """Return the openings of rooms by ``user`` that are not over."""
    return Opening.objects.filter(user=user, until__gt=timezone.now())


def open_to(user: User, room: str = "") -> Q:
    """Return the condition for what is in rooms that are open to one of the staff.

    ``room`` is the lookup that leads to the room; without it, it is about rooms themselves.
    """
    is_open = Q(**{f"{room}__kind" if room else "kind": Room.Kind.OPEN})
    return is_open | Q(**{f"{room}__in" if room else "pk__in": _opened(user)})


def _opened(user: User) -> list[int]:
    return [room_id for room_id in openings_now(user).values_list("room_id", flat=True) if room_id]


def rooms_open_to(user: User) -> QuerySet[Room]:
    """Return the rooms that are open to one of the staff."""
    return Room.objects.filter(open_to(user))


def open_rooms_among(user: User, room_ids: Collection[int]) -> set[int]:
    """Return which of these rooms are open to one of the staff, in two queries."""
    return set(rooms_open_to(user).filter(pk__in=room_ids).values_list("pk", flat=True)) if room_ids else set()


def is_open_to(user: User, room: Room) -> bool:
    return room.is_open or openings_now(user).filter(room=room).exists()


def label(room: Room | None, number: int | None = None) -> str:
    """Return what a room is called before staff to whom it is closed: a direct conversation's name names its people."""
    if room is None:
        return gettext("a room that is deleted, %(number)s") % {"number": number}
    return gettext("Direct conversation %(number)s") % {"number": room.pk} if room.is_direct else room.name


def reading(user: User) -> access.Reading:
    """Return what one of the staff may search."""
    opened = _opened(user)
    condition = "EXISTS (SELECT 1 FROM rooms_room k WHERE k.id = m.room_id AND (k.kind = 'open'{}))"
    also = f" OR k.id IN ({', '.join(['%s'] * len(opened))})" if opened else ""
    return access.Reading(rooms_open_to(user), condition.format(also), opened)
