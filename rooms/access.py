"""Decides who may see and do what. Views, sockets, commands and Admin all ask here, and nothing else decides."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User

from .models import Membership, Message, Room


class NotAMember(PermissionDenied):
    """Raised for a room that exists and that the person does not belong to."""

    def __init__(self, room: Room) -> None:
        super().__init__(f"not a member of room {room.pk}")
        self.room = room


@dataclass(frozen=True)
class Entry:
    """A room together with the membership that opens it."""

    room: Room
    membership: Membership


def rooms_of(user: User) -> QuerySet[Room]:
    """Return the rooms that ``user`` belongs to, by name."""
    return Room.objects.filter(memberships__user=user).order_by("name")


def rooms_to_join(user: User) -> QuerySet[Room]:
    """Return the open rooms that ``user`` does not belong to, by name."""
    return Room.objects.filter(kind=Room.Kind.OPEN).exclude(memberships__user=user).order_by("name")


def may_join(user: User | AnonymousUser, room: Room) -> bool:
    return user.is_active and room.is_open


def enter(user: User, room_id: int) -> Entry:
    """Return the room and ``user``'s membership of it.

    Raises ``Http404`` where there is no such room and ``NotAMember`` where ``user`` does not belong to it.
    """
    membership = Membership.objects.select_related("room").filter(room_id=room_id, user=user).first()
    if membership is None:
        raise NotAMember(get_object_or_404(Room, pk=room_id))
    return Entry(membership.room, membership)


def message_in(entry: Entry, position: int) -> Message:
    """Return one message of a room that was entered, or raise ``Http404``."""
    return get_object_or_404(Message.objects.select_related("author"), room=entry.room, position=position)


def readers(room_id: int, user_ids: Collection[int]) -> set[int]:
    """Return which of ``user_ids`` may read the room, in one query."""
    return set(
        Membership.objects.filter(room_id=room_id, user_id__in=user_ids, user__is_active=True).values_list(
            "user_id", flat=True
        )
    )


def readable(user: User) -> QuerySet[Message]:
    """Return the messages that ``user`` may read: of the rooms they belong to now, without those deleted."""
    return Message.objects.filter(room__memberships__user=user, deleted=None)


def authors_called(user: User, name: str) -> QuerySet[User]:
    """Return the people who are called ``name`` among those ``user`` knows of: in their rooms, or heard there."""
    mine = Membership.objects.filter(user=user).values("room")
    is_there = Exists(Membership.objects.filter(user=OuterRef("pk"), room__in=mine))
    was_there = Exists(Message.objects.filter(author=OuterRef("pk"), room__in=mine))
    return User.objects.filter(Q(username__iexact=name) | Q(display_name__iexact=name)).filter(is_there | was_there)
