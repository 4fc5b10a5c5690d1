"""Asking people into a room, by name and by links, and what they answer.

An invitation shows on no page of its room, so it takes no version; coming in takes one, as always.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User

from .. import access, audit, pace
from ..models import Invitation, InvitationLink, Membership, Room
from .banning import ban_in
from .calling import call_for_invitation, hush_invitation
from .members import admit
from .versions import next_version

# So many links of a room may lead into it at a time.
MOST_LINKS = 20


def invite(room_id: int, by: User, person: User) -> Invitation:
    """Ask somebody into a room, as ``by`` wishes. Somebody who is asked already is not asked again.

    Raises ``ValidationError`` with the code ``member`` (they are in it), ``unreachable`` (they can't sign in),
    ``banned`` or ``too_fast``, and what ``access.enter_to`` raises.
    """
    room = access.enter_to("invite", by, room_id).room
    if not person.is_active:
        raise ValidationError(gettext("%(name)s can't sign in here."), code="unreachable", params={"name": person.name})
    if person.is_bot:
        text = gettext("%(name)s is a bot. Admins put bots into rooms.")
        raise ValidationError(text, code="unreachable", params={"name": person.name})
    if access.is_member(person.pk, room_id):
        raise ValidationError(gettext("%(name)s is in this room."), code="member", params={"name": person.name})
    if ban_in(room_id, person):
        text = gettext("%(name)s is banned from this room.")
        raise ValidationError(text, code="banned", params={"name": person.name})
    pace.take(by)
    with transaction.atomic():
        invitation, is_new = Invitation.objects.get_or_create(room=room, user=person, defaults={"invited_by": by})
        if is_new:
            call_for_invitation(invitation)
            audit.record("invitation.send", room=room, by=by, person=person)
    return invitation


def withdraw(room_id: int, by: User, user_id: int) -> None:
    """Take somebody's invitation back, as ``by`` wishes. Raises what ``access.enter_to`` raises."""
    entry = access.enter_to("invite", by, room_id)
    with transaction.atomic():
        if Invitation.objects.filter(room=entry.room, user_id=user_id).delete()[0]:
            audit.record("invitation.withdraw", room=entry.room, by=by, person=user_id)
        hush_invitation(room_id, user_id)


def accept(invitation: Invitation) -> Membership:
    """Come into the room that one was asked into. Raises ``ValidationError`` (code ``gone``) if that was taken back."""
    with next_version(invitation.room_id) as room:
        # Under the lock: it may be taken back at this very moment.
        if not Invitation.objects.filter(pk=invitation.pk).exists():
            room.version -= 1
            raise ValidationError(gettext("This invitation was taken back."), code="gone")
        return admit(room, invitation.user)


def decline(invitation: Invitation) -> None:
    """Don't come."""
    with transaction.atomic():
        hush_invitation(invitation.room_id, invitation.user_id)
        invitation.delete()


def make_link(room_id: int, by: User, hours: int, most_uses: int | None) -> InvitationLink:
    """Make a link into a room, as ``by`` wishes, for so many hours and, with a number, so many people.

    Raises ``ValidationError`` (code ``too_many``) and what ``access.enter_to`` raises.
    """
    # Under the room's lock, for the count to hold. It shows on no page, so it takes no version.
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room_id)
        access.enter_to("invite", by, room_id)
        valid = InvitationLink.objects.filter(room=room, revoked=None, expires__gt=timezone.now())
        if valid.count() >= MOST_LINKS:
            text = gettext("This room has %(limit)s links already. Revoke one first.")
            raise ValidationError(text, code="too_many", params={"limit": MOST_LINKS})
        expires = timezone.now() + timedelta(hours=hours)
        audit.record("link.make", room=room, by=by, after={"hours": hours, "most_uses": most_uses})
        return InvitationLink.objects.create(room=room, made_by=by, expires=expires, most_uses=most_uses)


def revoke_link(room_id: int, by: User, link_id: int) -> None:
    """Let a link lead nowhere from now on, as ``by`` wishes. Raises what ``access.enter_to`` raises."""
    entry = access.enter_to("invite", by, room_id)
    valid = InvitationLink.objects.filter(room=entry.room, pk=link_id, revoked=None)
    with transaction.atomic():
        if valid.update(revoked=timezone.now()):
            audit.record("link.revoke", room=entry.room, by=by)


def use_link(link: InvitationLink, person: User) -> Membership:
    """Come into the room that a link leads to. Who is in it already takes no use of the link away.

    Raises ``ValidationError`` with the code ``revoked``, ``expired`` or ``used_up``, and ``Room.DoesNotExist``.
    """
    existing = Membership.objects.filter(room_id=link.room_id, user=person).first()
    if existing:
        return existing
    try:
        with next_version(link.room_id) as room:
            # Under the lock, so that the last use is one person's.
            link.refresh_from_db()
            if reason := link.why_not:
                raise ValidationError(gettext("This link leads nowhere any more."), code=reason)
            link.uses += 1
            link.save(update_fields=["uses"])
            return admit(room, person)
    except IntegrityError:
        return Membership.objects.get(room_id=link.room_id, user=person)
