"""Joining and leaving, by oneself or by an admin's hand."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from alerts.wake import wake_people

from .. import access, audit
from ..models import Invitation, Membership, Room
from .banning import refuse_banned
from .calling import hush_invitation, hush_member, is_watched
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
            added = admit(room, user, role, notification_level)
            if audit.is_to_another(user.pk):
                audit.record("member.add", room=room, person=user, after={"role": role})
            return added
    except IntegrityError:
        return Membership.objects.get(room_id=room_id, user=user)


def admit(
    room: Room,
    user: User,
    role: str = Membership.Role.MEMBER,
    notification_level: str = Membership.Level.MENTIONS,
) -> Membership:
    """Make ``user``, who is none yet, a member of a locked room; whoever asked them in has got their answer.

    Raises ``ValidationError`` with the code ``direct`` (a direct conversation) or ``banned``.
    """
    if room.is_direct:
        raise ValidationError(gettext("Nobody can be added to a direct conversation."), code="direct")
    refuse_banned(room.pk, user)
    room.details_version = room.version
    if Invitation.objects.filter(room=room, user=user).delete()[0]:
        hush_invitation(room.pk, user.pk)
    room.is_watched = room.is_watched or notification_level == Membership.Level.EVERYTHING
    wake_people([user.pk])
    return Membership.objects.create(
        room=room,
        user=user,
        role=role,
        notification_level=notification_level,
        read_position=room.version,
        is_new=room.holds_newcomers and role == Membership.Role.MEMBER and not user.is_bot,
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
        _end(room, membership)


def remove_member(membership: Membership) -> None:
    """End a membership; the member's open pages of the room end with it."""
    with next_version(membership.room_id, details=True) as room:
        if audit.is_to_another(membership.user_id):
            audit.record("member.remove", room=room, person=membership.user_id)
        _end(room, membership)


def _end(room: Room, membership: Membership) -> None:
    Membership.objects.filter(pk=membership.pk).delete()
    hush_member(room, membership.user)
    room.is_watched = is_watched(room)


def change_member(membership: Membership) -> None:
    """Save what was changed on a membership: its role, its level."""
    with next_version(membership.room_id, details=True) as room:
        earlier = Membership.objects.values_list("role", flat=True).get(pk=membership.pk)
        if membership.role != earlier:
            before, after = {"role": earlier}, {"role": membership.role}
            audit.record("member.role", room=room, person=membership.user_id, before=before, after=after)
        membership.save(update_fields=["role", "notification_level"])
        room.is_watched = is_watched(room)


def change_level(membership: Membership, level: str) -> None:
    """Say by what the member wants to be called in the room. Nobody else sees it, so it takes no version of the room.

    Raises ``ValidationError`` for a level that there is not.
    """
    if level not in Membership.Level:
        raise ValidationError(_("Choose one of these."), code="unknown_level")
    with transaction.atomic():
        # The lock of whoever posts, who looks whether somebody watches.
        room = Room.objects.select_for_update().get(pk=membership.room_id)
        Membership.objects.filter(pk=membership.pk).update(notification_level=level)
        Room.objects.filter(pk=room.pk).update(is_watched=is_watched(room))
