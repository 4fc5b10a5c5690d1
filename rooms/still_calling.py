"""Which alerts about rooms no longer call somebody: they aren't told by mail or feed any more."""

import re
from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from accounts.models import Block
from alerts.models import Alert
from alerts.relevance import asked

from .models import Membership

Kind = Alert.Kind
Level = Membership.Level

PLACE = re.compile(r"room-(\d+)/")
# What is meant for somebody whether or not they belong to the room.
PERSONAL = {Kind.INVITATION, Kind.NOTE, Kind.ANNOUNCEMENT}


@receiver(asked)
def no_longer_calling(alerts: Sequence[Alert], **kwargs: Any) -> set[int]:
    """Return the keys of ``alerts`` about rooms that their people can't read any more or don't want to hear of, and of
    what those have done whom they have blocked. Two queries.
    """
    user_ids = {alert.user_id for alert in alerts}
    rooms = {alert.pk: int(found[1]) for alert in alerts if (found := PLACE.match(alert.subject))}
    levels = {
        (user_id, room_id): level
        for user_id, room_id, level in Membership.objects.filter(
            user__in=user_ids, room__in=set(rooms.values())
        ).values_list("user_id", "room_id", "notification_level")
    }
    blocks = set(Block.objects.filter(blocker__in=user_ids).values_list("blocker_id", "blocked_id"))
    unwanted = set()
    for alert in alerts:
        if (alert.user_id, alert.actor_id) in blocks:
            unwanted.add(alert.pk)
        elif alert.pk in rooms and alert.kind not in PERSONAL:
            level = levels.get((alert.user_id, rooms[alert.pk]), Level.NOTHING)
            if level == Level.NOTHING or (alert.kind == Kind.MESSAGE and level != Level.EVERYTHING):
                unwanted.add(alert.pk)
    return unwanted
