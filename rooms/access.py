"""Decides who may see and do what. Views, sockets, commands and Admin all ask here, and nothing else decides."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.prepared import Prepared

from .models import Attachment, Membership, Message, Room


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


_membership = Prepared(
    lambda room_id, user_id: Membership.objects.select_related("room").filter(room_id=room_id, user_id=user_id),
    int,
    int,
)


_rooms_of = Prepared(lambda user_id: Room.objects.filter(memberships__user_id=user_id).order_by("name"), int)


def rooms_of(user: User) -> list[Room]:
    """Return the rooms that ``user`` belongs to, by name."""
    return _rooms_of.all(user.pk)


def rooms_to_join(user: User) -> QuerySet[Room]:
    """Return the open rooms that ``user`` does not belong to, by name."""
    return Room.objects.filter(kind=Room.Kind.OPEN).exclude(memberships__user=user).order_by("name")


def may_join(user: User | AnonymousUser, room: Room) -> bool:
    return user.is_active and room.is_open


def enter(user: User, room_id: int) -> Entry:
    """Return the room and ``user``'s membership of it.

    Raises ``Http404`` where there is no such room and ``NotAMember`` where ``user`` does not belong to it.
    """
    membership = _membership.first(room_id, user.pk)
    if membership is None:
        raise NotAMember(get_object_or_404(Room, pk=room_id))
    return Entry(membership.room, membership)


def is_member(user_id: int, room_id: int) -> bool:
    return _membership.first(room_id, user_id) is not None


def message_in(entry: Entry, position: int) -> Message:
    """Return one message of a room that was entered, or raise ``Http404``."""
    return get_object_or_404(Message.objects.select_related("author"), room=entry.room, position=position)


def attachment_in(entry: Entry, attachment_id: int) -> Attachment:
    """Return one file of a room that was entered, or raise ``Http404``."""
    found = Attachment.objects.filter(message__room=entry.room, message__deleted=None)
    return get_object_or_404(found, pk=attachment_id)


def readers(room_id: int, user_ids: Collection[int]) -> set[int]:
    """Return which of ``user_ids`` belong to the room, in one query.

    Whether they are still signed in, which somebody deactivated is not, is for ``accounts.sessions`` to say.
    """
    return set(Membership.objects.filter(room_id=room_id, user_id__in=user_ids).values_list("user_id", flat=True))
