"""The hours in which somebody doesn't want to be disturbed, by the clock where they are.

An alert is raised in them as ever, and stands in the inbox and behind the link "Alerts". What would call somebody away
from what they do waits: the number in the title, sounds and mails. Whoever sends such things asks here first.
"""

from datetime import datetime, time

from .models import User
from .time_zones import zone


def disturbable(user: User, now: datetime) -> bool:
    """Return whether something may call ``user`` at ``now``, an aware time: their account is active, and these are not
    the hours that they keep for themselves.
    """
    return user.is_active and not is_quiet(user.quiet_from, user.quiet_until, user.time_zone, now)


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
