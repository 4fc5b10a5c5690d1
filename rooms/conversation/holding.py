"""What waits until a moderator has looked at it: first messages of newcomers, and what the word filter holds."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

import alerts.calling as alerting
from accounts.models import User
from alerts.models import Alert

from .. import access, audit
from ..models import HeldMessage, Membership
from .calling import place_of
from .posts import Posted, post


def approve(room_id: int, by: User, held_id: int) -> Posted:
    """Post what was held, as ``by`` wishes; a newcomer is none any more.

    Raises ``ValidationError`` with the code ``gone`` (somebody else was faster) or as ``post`` does, and what
    ``access.enter_to`` raises.
    """
    with transaction.atomic():
        held = _take(room_id, by, held_id)
        Membership.objects.filter(room=room_id, user=held.author_id, is_new=True).update(is_new=False)
        posted = post(room_id, held.author, held.body, held.nonce, kind=held.kind, reply_to=held.reply_to, paced=False)
        audit.record("held.approve", room=posted.message.room, by=by, message=posted.message)
    return posted


def turn_down(room_id: int, by: User, held_id: int, reason: str = "") -> None:
    """Don't post what was held, as ``by`` wishes, and tell its author. Raises as ``approve`` does."""
    with transaction.atomic():
        held = _take(room_id, by, held_id)
        room = held.room
        audit.record("held.turn_down", room=room, by=by, person=held.author_id, reason=reason)
        said = gettext("A moderator didn't approve your message.")
        alerting.announce(
            held.author,
            Alert.Kind.NOTE,
            f"{said} {reason}".strip(),
            link=room.get_absolute_url(),
            subject=f"{place_of(room_id)}/held-{held_id}",
            place=room.name,
        )


def _take(room_id: int, by: User, held_id: int) -> HeldMessage:
    entry = access.enter_to("queue", by, room_id)
    found = HeldMessage.objects.select_for_update(of=("self",)).select_related("author", "room")
    held = found.filter(pk=held_id, room=entry.room).first()
    if held is None:
        raise ValidationError(gettext("Somebody else has dealt with it already."), code="gone")
    HeldMessage.objects.filter(pk=held.pk).delete()
    return held
