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

# The room, and the position of the message if it is about one.
SUBJECT = re.compile(r"room-(\d+)/(?:m(\d+)$)?")
# What is meant for somebody whether or not they belong to the room.
PERSONAL = {Kind.INVITATION, Kind.OPENING, Kind.NOTE, Kind.ANNOUNCEMENT}


@receiver(asked)
def no_longer_calling(alerts: Sequence[Alert], unseen: bool, **kwargs: Any) -> set[int]:
    """Return the keys of ``alerts`` about rooms that their people can't read any more or don't want to hear of, of what
    those have done whom they have blocked, and with ``unseen`` of what they have read in the room. Two queries.
    """
    user_ids = {alert.user_id for alert in alerts}
    places = {
        alert.pk: (int(found[1]), int(found[2] or 0)) for alert in alerts if (found := SUBJECT.match(alert.subject))
    }
    memberships = {
        (membership.user_id, membership.room_id): membership
        for membership in Membership.objects.filter(
            user__in=user_ids, room__in={room_id for room_id, _position in places.values()}
        )
    }
    blocks = set(Block.objects.filter(blocker__in=user_ids).values_list("blocker_id", "blocked_id"))
    unwanted = set()
    for alert in alerts:
        if (alert.user_id, alert.actor_id) in blocks:
            unwanted.add(alert.pk)
        elif alert.pk in places and alert.kind not in PERSONAL:
            room_id, position = places[alert.pk]
            membership = memberships.get((alert.user_id, room_id))
            if membership is None or _is_unwanted(alert, membership) or (unseen and _has_seen(membership, position)):
                unwanted.add(alert.pk)
    return unwanted


def _is_unwanted(alert: Alert, membership: Membership) -> bool:
    level = membership.notification_level
    return level == Level.NOTHING or (alert.kind in {Kind.MESSAGE, Kind.DIRECT} and level != Level.EVERYTHING)


def _has_seen(membership: Membership, position: int) -> bool:
    return 0 < position <= membership.read_position
