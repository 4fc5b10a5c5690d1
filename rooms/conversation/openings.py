"""Breaking the glass: one of the staff looks into a room that is closed to them, and those whose room it is know."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

import alerts.calling as alerting
from accounts.models import User
from alerts.models import Alert

from .. import audit
from ..models import Membership, Opening, Room
from .calling import place_of


def break_glass(room_id: int, staff: User, reason: str) -> Opening:
    """Open a private room or a direct conversation to ``staff`` in Admin for a while, and tell those whose it is.

    Raises ``Room.DoesNotExist``, and ``ValidationError`` without a reason (code ``reason``) or for a room that is open
    to the staff anyhow (``open``).
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError(gettext("Say why you need to look into this room."), code="reason")
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room_id)
        if room.is_open:
            raise ValidationError(gettext("Everybody may look into this room."), code="open")
        until = timezone.now() + timedelta(minutes=settings.BREAK_GLASS_MINUTES)
        opening = Opening.objects.create(room=room, room_number=room.pk, user=staff, reason=reason, until=until)
        audit.record("room.glass", room=room, by=staff, reason=reason, after={"until": until.isoformat()})
        _tell(room, opening)
    return opening


def mend_glass(opening: Opening) -> None:
    """Close a room again to who opened it, before the time is over."""
    Opening.objects.filter(pk=opening.pk, until__gt=timezone.now()).update(until=timezone.now())


def _tell(room: Room, opening: Opening) -> None:
    whose = Membership.objects.filter(room=room, user__is_active=True).exclude(user=opening.user)
    if not room.is_direct:
        # A direct conversation is nobody's in particular.
        whose = whose.filter(role=Membership.Role.OWNER)
    alerting.call(
        [
            Alert(
                user_id=user_id,
                kind=Alert.Kind.OPENING,
                actor=opening.user,
                content=alerting.shortened(opening.reason),
                place=room.name,
                link=reverse("rooms:openings", args=[room.pk]),
                subject=f"{place_of(room.pk)}/opening-{opening.pk}",
            )
            for user_id in whose.values_list("user_id", flat=True)
        ]
    )
