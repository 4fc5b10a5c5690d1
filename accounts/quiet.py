"""The hours in which somebody doesn't want to be disturbed, by the clock where they are.

An alert is raised in them as ever, and stands in the inbox and behind the link "Alerts". What would call somebody away
from what they do waits: the number in the title, sounds and mails. Whoever sends such things asks here first.
"""

from collections.abc import Collection
from datetime import datetime, time
from typing import NamedTuple

from django.db.models import Q

from .models import User
from .time_zones import zone


def disturbable(user: User, now: datetime) -> bool:
    """Return whether something may call ``user`` at ``now``, an aware time: their account is active, and these are not
    the hours that they keep for themselves.
    """
    return user.is_active and not is_quiet(user.quiet_from, user.quiet_until, user.time_zone, now)


class Manners(NamedTuple):
    """How somebody is called on their open pages."""

    is_quiet: bool = False
    wants_sound: bool = False


def manners_of(user_ids: Collection[int], now: datetime) -> dict[int, Manners]:
    """Return how these people are called at ``now``, in one query; those who want nothing special are left out."""
    found = User.objects.filter(Q(quiet_from__isnull=False) | Q(alert_sound=True), pk__in=user_ids)
    return {
        pk: Manners(is_quiet(begins, ends, time_zone, now), wants_sound)
        for pk, begins, ends, time_zone, wants_sound in found.values_list(
            "pk", "quiet_from", "quiet_until", "time_zone", "alert_sound"
        )
    }


def is_quiet(begins: time | None, ends: time | None, time_zone: str, now: datetime) -> bool:
    """Return whether ``now`` lies in the hours from ``begins`` up to ``ends``, which may pass midnight, there.

    Where one of them is missing there are no such hours.
    """
    if begins is None or ends is None:
        return False
    # By the clock on the wall: where it is put forward or back, the hours begin and end when it says so.
    clock = now.astimezone(zone(time_zone)).time()
    if begins <= ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends
