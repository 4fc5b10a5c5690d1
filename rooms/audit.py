"""The audit log: who did what to whom, why and from where. It is written in the transaction that does it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import acting
from accounts.models import User

from .models import AuditEntry, Message, Room

# What is written down, and how that is called. What comes to it is one line here, and a call of ``record``.
ACTIONS: dict[str, str | Promise] = {
    "room.create": _("made the room"),
    "room.change": _("changed the room"),
    "room.kind": _("changed who may join"),
    "room.publish": _("changed whether guests read it"),
    "room.archive": _("archived the room"),
    "room.unarchive": _("took the room out of the archive"),
    "room.delete": _("deleted the room"),
    "room.export": _("took everything said in the room away as an archive"),
    "site.import": _("took in what was said elsewhere"),
    "room.retention": _("deleted messages older than the room keeps"),
    "room.glass": _("looked into the closed room, as one of the staff"),
    "member.add": _("added somebody"),
    "member.remove": _("removed somebody"),
    "member.role": _("changed somebody's role"),
    "member.hand_over": _("handed the room over"),
    "member.mute": _("muted somebody"),
    "member.unmute": _("let somebody write again"),
    "member.ban": _("banned somebody from the room"),
    "member.unban": _("let somebody into the room again"),
    "person.ban": _("banned somebody from the site"),
    "person.unban": _("let somebody sign in again"),
    "room.order": _("changed how people talk here"),
    "message.hide": _("hid somebody's messages"),
    "message.unhide": _("showed somebody's messages again"),
    "held.approve": _("approved somebody's message"),
    "held.turn_down": _("didn't approve somebody's message"),
    "report.assign": _("said who looks at a report"),
    "report.resolved": _("dealt with a report"),
    "report.dismissed": _("dismissed a report"),
    "report.reopen": _("opened a report again"),
    "filter.change": _("changed the word filter"),
    "invitation.send": _("invited somebody"),
    "invitation.withdraw": _("took an invitation back"),
    "link.make": _("made an invitation link"),
    "link.revoke": _("revoked an invitation link"),
    "bot.make": _("made a bot"),
    "bot.token": _("made a token for a bot"),
    "bot.revoke": _("revoked all tokens of a bot"),
    "bot.secret": _("made another secret for a bot"),
    "webhook.make": _("made a webhook"),
    "webhook.revoke": _("revoked a webhook"),
    "announcement.make": _("made an announcement"),
    "announcement.withdraw": _("withdrew an announcement"),
    "look.change": _("changed the look of the site"),
    "message.edit": _("edited somebody's message"),
    "message.delete": _("deleted somebody's message"),
    "message.file": _("took a file from somebody's message"),
    "message.preview": _("took the preview from somebody's message"),
    "message.reaction": _("took somebody's reaction away"),
}

# What ``before`` and ``after`` speak of. A name that isn't here is shown as it is.
CHANGED: dict[str, str | Promise] = {
    "name": _("name"),
    "kind": _("kind"),
    "topic": _("topic"),
    "description": _("description"),
    "edit_minutes": _("minutes for editing"),
    "is_public": _("public"),
    "archived": _("archived"),
    "keep_days": _("days that messages are kept"),
    "messages": _("messages"),
    "role": _("role"),
    "until": _("until"),
    "state": _("state"),
    "slow_seconds": _("slow mode"),
    "is_locked": _("locked"),
    "holds_newcomers": _("hold first messages"),
    "reactions": _("reactions"),
    "words": _("words"),
    "action": _("what happens"),
    "emoji": _("emoji"),
    "files": _("files"),
    "hours": _("hours"),
    "text": _("text"),
    "url": _("address"),
    "accent": _("colour"),
    "accent_dark": _("colour in the dark"),
    "most_uses": _("most uses"),
}


def record(
    action: str,
    *,
    room: Room | None = None,
    by: User | None = None,
    person: User | int | None = None,
    message: Message | None = None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write down that ``by``, or else whoever's request is being answered, did ``action`` (a key of ACTIONS).

    ``person`` is whom it was done to, by default the author of ``message``; without ``room`` it concerns the whole
    site. It belongs into the transaction of what it tells of.
    """
    if message and person is None:
        person = message.author_id
    actor = by or acting.person()
    entry = AuditEntry(
        action=action,
        actor_id=actor.pk if actor else None,
        person_id=person.pk if isinstance(person, User) else person,
        room_id=room.pk if room else None,
        # A direct conversation is called after its people.
        room_name=room.name if room and not room.is_direct else "",
        position=message.position if message else None,
        reason=reason.strip()[:500],
        before=before,
        after=after,
        address=acting.address(),
        browser=acting.browser(),
    )
    entry.save()
    return entry


def is_to_another(person_id: int, by: User | None = None) -> bool:
    """Return whether ``by``, or whoever's request is being answered, is somebody, and not the person themselves.

    What people do to what is their own isn't written down, nor what commands do message by message.
    """
    actor = by or acting.person()
    return actor is not None and actor.pk != person_id


@dataclass(frozen=True)
class Change:
    """One thing that an entry says was changed, in words."""

    name: str
    before: Any
    after: Any


def changes_in(entry: AuditEntry) -> list[Change]:
    """Return what was changed, in the words of the language now active."""
    before, after = entry.before or {}, entry.after or {}
    names = dict.fromkeys([*before, *after])
    return [Change(str(CHANGED.get(name, name)), _said(before.get(name)), _said(after.get(name))) for name in names]


def _said(value: Any) -> Any:
    """Return a value as people read it: yes or no, and a moment in the time zone now active."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        # A topic with a T in it.
        moment = None
    return date_format(localtime(moment), "j F Y, H:i") if moment and moment.tzinfo else value


def label(action: str) -> str:
    return str(ACTIONS.get(action, action))
