"""Joining and leaving, by oneself or by an admin's hand."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext

from accounts.models import User

from .. import access
from ..models import Invitation, Membership, Room
from .roles import keep_an_owner
from .versions import next_version


def add_member(
    room_id: int,
    user: User,
    role: str = Membership.Role.MEMBER,
    notification_level: str = Membership.Level.MENTIONS,
) -> Membership:
    """Make ``user`` a member; somebody who is one already stays as they are.

    Raises ``ValidationError`` (code ``direct``) for a direct conversation.
    """
    existing = Membership.objects.filter(room_id=room_id, user=user).first()
    if existing:
        return existing
    try:
        with next_version(room_id) as room:
            return admit(room, user, role, notification_level)
    except IntegrityError:
        return Membership.objects.get(room_id=room_id, user=user)


def admit(
    room: Room,
    user: User,
    role: str = Membership.Role.MEMBER,
    notification_level: str = Membership.Level.MENTIONS,
) -> Membership:
    """Make ``user``, who is none yet, a member of a locked room; whoever asked them in has got their answer.

    Raises ``ValidationError`` (code ``direct``) for a direct conversation.
    """
    if room.is_direct:
        raise ValidationError(gettext("Nobody can be added to a direct conversation."), code="direct")
    room.details_version = room.version
    Invitation.objects.filter(room=room, user=user).delete()
    return Membership.objects.create(
        room=room, user=user, role=role, notification_level=notification_level, read_position=room.version
    )


def join(room: Room, user: User) -> Membership:
    """Join an open room. Raises ``PermissionDenied`` for any other."""
    if not access.may_join(user, room):
        raise PermissionDenied("this room is not open")
    return add_member(room.pk, user)


def leave(membership: Membership) -> None:
    """Leave a room. Raises ``ValidationError`` (code ``last_owner``) for its last owner."""
    with next_version(membership.room_id, details=True) as room:
        keep_an_owner(room, membership)
        Membership.objects.filter(pk=membership.pk).delete()


def remove_member(membership: Membership) -> None:
    """End a membership; the member's open pages of the room end with it."""
    with next_version(membership.room_id, details=True):
        Membership.objects.filter(pk=membership.pk).delete()


def change_member(membership: Membership) -> None:
    """Save what was changed on a membership: its role, its level."""
    with next_version(membership.room_id, details=True):
        membership.save(update_fields=["role", "notification_level"])
