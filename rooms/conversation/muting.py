"""Silencing somebody in a room for a time, and what holds people back there from writing."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accounts.models import User

from .. import access, audit, roles
from ..models import FilteredWord, HeldMessage, Membership, Message, Room
from ..word_filter import Verdict
from .versions import next_version


class HeldForReview(ValidationError):
    """Raised for a message that isn't refused, and isn't posted before a moderator has approved it.

    ``conversation.post`` has stored it as a ``HeldMessage`` when it raises this; a retry changes nothing.
    """

    def __init__(self, why: str) -> None:
        text = gettext("Your message waits for a moderator: the others see it once it is approved.")
        super().__init__(text, code="held")
        self.why = why


def mute(room_id: int, by: User | None, user_id: int, until: datetime | None, reason: str = "") -> Membership:
    """Let somebody only read in the room until then, or with None write again, as ``by`` wishes; without somebody named
    nobody is asked.

    Raises what ``access.enter_to`` raises, also for those whom ``by`` may not mute, and ``Http404``.
    """
    with next_version(room_id) as room:
        # It shows on no page.
        room.version -= 1
        member = get_object_or_404(Membership.objects.select_related("user"), room=room, user=user_id)
        if by:
            entry = access.enter_to("mute", by, room_id)
            if refusal := roles.why_not_silence(entry.membership, member):
                raise access.MayNotHere(room, refusal)
        before, after = ({"until": each.isoformat() if each else None} for each in (member.muted_until, until))
        action = "member.mute" if until else "member.unmute"
        audit.record(action, room=room, by=by, person=user_id, reason=reason, before=before, after=after)
        member.muted_until = until
        member.save(update_fields=["muted_until"])
    return member


def refuse_restrained(room: Room, membership: Membership) -> None:
    """Say why somebody can't write in a locked room now. Where nothing restrains people this costs no query.

    Raises ``ValidationError`` with the code ``muted``, ``locked`` or ``slow``, and ``HeldForReview``.
    """
    roles.refuse_muted(membership)
    if not room.is_restrained or membership.role in roles.RULES["moderate"].roles:
        return
    if room.is_locked:
        raise ValidationError(roles.LOCKED, code="locked")
    if room.slow_seconds:
        _refuse_too_soon(room, membership.user_id)
    if room.holds_newcomers and membership.is_new:
        raise HeldForReview(HeldMessage.Why.NEWCOMER)


def refuse_filtered(verdict: Verdict) -> str:
    """Return the words for which a text is to be flagged, where it may be posted at all.

    Raises ``ValidationError`` (code ``filtered``) and ``HeldForReview``.
    """
    if verdict.action == FilteredWord.Action.BLOCK:
        text = gettext("“%(words)s” isn't written on this site.")
        raise ValidationError(text, code="filtered", params={"words": verdict.words.strip("*")})
    if verdict.action == FilteredWord.Action.HOLD:
        raise HeldForReview(HeldMessage.Why.WORDS)
    return verdict.words


def _refuse_too_soon(room: Room, user_id: int) -> None:
    now = timezone.now()
    since = now - timedelta(seconds=room.slow_seconds)
    latest = Message.objects.filter(room=room, created__gt=since, author=user_id).order_by("-created").first()
    if latest is None:
        return
    seconds = max(1, round((latest.created - since).total_seconds()))
    text = ngettext(
        "This room is in slow mode: you can write again in %(seconds)s second.",
        "This room is in slow mode: you can write again in %(seconds)s seconds.",
        seconds,
    )
    raise ValidationError(text, code="slow", params={"seconds": seconds})
