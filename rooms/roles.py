"""What owners, moderators and members may do in a room: the one table of it. docs/roles.md shows the same to people."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Membership, Room

OWNER, MODERATOR, MEMBER = Membership.Role.OWNER, Membership.Role.MODERATOR, Membership.Role.MEMBER
EVERYBODY = (OWNER, MODERATOR, MEMBER)


@dataclass(frozen=True)
class Rule:
    """Who may do something, why the others may not, and whether it can be done in archived and in direct rooms."""

    roles: Collection[str]
    refusal: str | Promise = ""
    in_archive: bool = False
    in_direct: bool = False


_MODERATORS = _("Only the room's owners and moderators can do that.")

RULES: dict[str, Rule] = {
    "read": Rule(EVERYBODY, in_archive=True, in_direct=True),
    "post": Rule(EVERYBODY, in_direct=True),
    "leave": Rule(EVERYBODY, in_archive=True),
    "moderate": Rule((OWNER, MODERATOR), _MODERATORS),
    "history": Rule((OWNER, MODERATOR), _MODERATORS, in_archive=True),
    "topic": Rule((OWNER, MODERATOR), _("Only the room's owners and moderators can change its topic and description.")),
    "remove": Rule((OWNER, MODERATOR), _("Only the room's owners and moderators can remove people."), in_archive=True),
    "mute": Rule((OWNER, MODERATOR), _MODERATORS),
    "ban": Rule((OWNER, MODERATOR), _("Only the room's owners and moderators can ban people."), in_archive=True),
    "hide": Rule((OWNER, MODERATOR), _("Only the room's owners and moderators can hide what others wrote.")),
    "order": Rule((OWNER, MODERATOR), _("Only the room's owners and moderators can change how people talk here.")),
    "queue": Rule((OWNER, MODERATOR), _("Only the room's owners and moderators can read what was reported."), True),
    "settings": Rule((OWNER,), _("Only the room's owners can change its name and its rules.")),
    "roles": Rule((OWNER,), _("Only the room's owners can say who is what here."), in_archive=True),
    "invite": Rule((OWNER, MODERATOR), _("Only the room's owners and moderators can invite people.")),
    "webhooks": Rule((OWNER, MODERATOR), _("Only the room's owners and moderators can make webhooks.")),
    "kind": Rule((OWNER,), _("Only the room's owners can say who may find and join it.")),
    "publish": Rule((OWNER,), _("Only the room's owners can let guests read it.")),
    "archive": Rule((OWNER,), _("Only the room's owners can archive it, or take it out again."), in_archive=True),
    "audit": Rule((OWNER,), _("Only the room's owners can read what was done in it."), in_archive=True),
    "openings": Rule((OWNER,), _("Only the room's owners can see who of the staff looked into it."), in_archive=True),
    "retention": Rule((OWNER,), _("Only the room's owners can say how long messages are kept.")),
    "export": Rule((OWNER,), _("Only the room's owners can take all of it away as an archive."), in_archive=True),
    "delete": Rule((OWNER,), _("Only the room's owners can delete it."), in_archive=True),
}

ARCHIVED = _("This room is archived: nothing in it changes any more. One of its owners can take it out again.")
LOCKED = _("This room is locked: only its owners and moderators write here.")
_DIRECT = _("This conversation is that of exactly these people: it can't be changed or left, and nobody can be added.")


def why_not(action: str, role: str, room: Room) -> str:
    """Return why ``role`` may not do ``action`` (a key of RULES) in ``room``, or nothing where it may."""
    rule = RULES[action]
    if room.is_direct and not rule.in_direct:
        return str(_DIRECT)
    if role not in rule.roles:
        return str(rule.refusal)
    if room.archived and not rule.in_archive:
        return str(ARCHIVED)
    return ""


def refuse_archived(room: Room) -> None:
    """Raise ``ValidationError`` (code ``archived``) for a room in which nothing changes any more."""
    if room.archived:
        raise ValidationError(ARCHIVED, code="archived")


def refuse_muted(membership: Membership) -> None:
    """Raise ``ValidationError`` (code ``muted``) for somebody who is to be silent for a while."""
    if reason := why_muted(membership):
        raise ValidationError(reason, code="muted")


def why_muted(membership: Membership) -> str:
    """Return why somebody can't write or react now, or nothing where they aren't muted."""
    if not membership.is_muted:
        return ""
    until = date_format(timezone.localtime(membership.muted_until), "j F Y, H:i")
    return gettext("You are muted in this room until %(time)s.") % {"time": until}


def why_not_react(membership: Membership, room: Room) -> str:
    """Return why somebody in the room may not react there, or nothing where they may."""
    if reason := why_muted(membership):
        return reason
    if room.reactions == Room.Reactions.EVERYBODY or membership.role in RULES["moderate"].roles:
        return ""
    if room.reactions == Room.Reactions.MODERATORS:
        return gettext("In this room only owners and moderators react.")
    if membership.is_new and room.holds_newcomers:
        return gettext("You can react here once a moderator has approved your first message.")
    return ""


def why_not_silence(moderator: Membership, member: Membership) -> str:
    """Return why ``moderator``, who may mute, ban and hide, may not do so to this one, or nothing where they may."""
    if moderator.pk == member.pk:
        return gettext("That is you.")
    if moderator.role != OWNER and member.role != MEMBER:
        return gettext("Moderators keep order among members, and only owners among owners and moderators.")
    return ""


def why_not_remove(remover: Membership, member: Membership) -> str:
    """Return why ``remover``, who may remove people, may not remove this one, or nothing where they may."""
    if remover.pk == member.pk:
        return gettext("To go yourself, leave the room.")
    if remover.role != OWNER and member.role != MEMBER:
        return gettext("Moderators can remove members, and only owners can remove owners and moderators.")
    return ""
