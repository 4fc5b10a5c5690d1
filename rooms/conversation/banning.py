"""Keeping people out: of a room, or of the whole site, for a time or for good."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts import people
from accounts.models import User

from .. import access, audit, roles
from ..models import Ban, Invitation, Membership, Room
from .calling import hush_invitation, hush_member, is_watched
from .versions import next_version


def ban_in(room_id: int | None, user: User) -> Ban | None:
    """Return what keeps somebody out of a room, or with None of the site, now."""
    ban = Ban.objects.filter(room=room_id, user=user).first()
    return None if ban is None or ban.is_over else ban


def said(ban: Ban) -> str:
    """Return what somebody is told of their ban."""
    text = gettext("You are banned from this room.") if ban.room_id else gettext("You are banned from this site.")
    if ban.until:
        until = date_format(timezone.localtime(ban.until), "j F Y, H:i")
        text = (
            gettext("You are banned from this room until %(time)s.")
            if ban.room_id
            else gettext("You are banned from this site until %(time)s.")
        )
        text %= {"time": until}
    return f"{text} {ban.reason}".strip()


def why_banned(room_id: int | None, user: User) -> str:
    """Return what keeps somebody out of a room, or with None of the site, in words; nothing where nothing does."""
    ban = ban_in(room_id, user)
    return said(ban) if ban else ""


def refuse_banned(room_id: int, user: User) -> None:
    """Raise ``ValidationError`` (code ``banned``) for somebody who must not come into the room."""
    if ban := ban_in(room_id, user):
        raise ValidationError(said(ban), code="banned")


def ban(room_id: int, by: User | None, user_id: int, until: datetime | None, reason: str = "") -> Ban:
    """Put somebody out of a room, as ``by`` wishes, and let them in again at ``until`` or never; open pages end.

    Without somebody named nobody is asked. Raises what ``access.enter_to`` raises, also for those whom ``by`` may not
    ban, and ``User.DoesNotExist``.
    """
    with next_version(room_id) as room:
        member = Membership.objects.filter(room=room, user=user_id).first()
        if by:
            me = access.enter_to("ban", by, room_id).membership
            if refusal := roles.why_not_silence(me, member) if member else "":
                raise access.MayNotHere(room, refusal)
        user = User.objects.get(pk=user_id)
        if member:
            member.delete()
            hush_member(room, user)
            room.is_watched = is_watched(room)
            room.details_version = room.version
        else:
            # No page shows it.
            room.version -= 1
        if Invitation.objects.filter(room=room, user=user).delete()[0]:
            hush_invitation(room_id, user_id)
        return _ban(room, user, by, until, reason)


def unban(room_id: int, by: User | None, user_id: int) -> None:
    """Let somebody come into the room again, as ``by`` wishes. Raises what ``access.enter_to`` raises."""
    with transaction.atomic():
        room = access.enter_to("ban", by, room_id).room if by else Room.objects.get(pk=room_id)
        if Ban.objects.filter(room=room, user=user_id).delete()[0]:
            audit.record("member.unban", room=room, by=by, person=user_id)


@transaction.atomic
def ban_from_site(user: User, until: datetime | None, reason: str = "", by: User | None = None) -> Ban:
    """Let somebody sign in no more, until then or for good; everything that they have open ends.

    Raises ``ValidationError`` for somebody who can't sign in anyway (code ``inactive``), and for oneself (``oneself``).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    existing = ban_in(None, user)
    if not user.is_active and not existing:
        text = gettext("%(name)s can't sign in here.")
        raise ValidationError(text, code="inactive", params={"name": user.name})
    if not audit.is_to_another(user.pk, by):
        raise ValidationError(gettext("That is you."), code="oneself")
    user.is_active = False
    people.save(user, ["is_active"])
    return _ban(None, user, by, until, reason)


@transaction.atomic
def lift_site_ban(user: User, by: User | None = None) -> bool:
    """Let somebody sign in again who is banned from the site; return whether they were."""
    if not Ban.objects.filter(room=None, user=user).delete()[0]:
        return False
    user.is_active = True
    people.save(user, ["is_active"])
    audit.record("person.unban", by=by, person=user)
    return True


def _ban(room: Room | None, user: User, by: User | None, until: datetime | None, reason: str) -> Ban:
    values = {"until": until, "reason": reason.strip()[:200], "by": by, "created": timezone.now()}
    ban, _ = Ban.objects.update_or_create(room=room, user=user, defaults=values)
    after = {"until": until.isoformat() if until else None}
    audit.record("member.ban" if room else "person.ban", room=room, by=by, person=user, reason=reason, after=after)
    return ban
