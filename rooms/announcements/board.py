"""What is announced at the moment, as each process remembers it, and on whose pages it stands."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone

import alerts.calling as alerting
from accounts.models import User
from accounts.remembered import Remembered
from alerts.models import Alert

from ..models import Announcement

# So many stand on a page at a time, the latest first.
MOST = 3
# Who has a page open within this time is online.
ONLINE = timedelta(seconds=30)


class Line(NamedTuple):
    """One announcement that is up."""

    pk: int
    text: str
    link: str
    expires: datetime
    # Until when whoever has a page open gets it; None where it isn't for those who are online.
    reaches_until: datetime | None
    made_by: int | None

    @property
    def subject(self) -> str:
        return f"announcement-{self.pk}"


def _read() -> tuple[Line, ...]:
    up = Announcement.objects.filter(withdrawn=None, expires__gt=timezone.now()).exclude(announced=None)
    return tuple(
        Line(
            each.pk,
            each.text,
            each.link,
            each.expires,
            each.announced + ONLINE if each.announced and each.audience == Announcement.Audience.ONLINE else None,
            each.made_by_id,
        )
        for each in up.order_by("-pk")
    )


class Board:
    """What is up, and whose pages show it."""

    def __init__(self) -> None:
        self.remembered = Remembered("announcements", _read)

    def lines(self) -> list[Line]:
        """Return what is up now, the latest first. It costs no query while what was read is fresh."""
        now = timezone.now()
        return [line for line in self.remembered.get() if line.expires > now]

    def banner_of(self, user_id: int) -> list[Line]:
        """Return what stands on one person's pages."""
        return self.banners_of([user_id]).get(user_id, [])

    def banners_of(self, user_ids: Collection[int]) -> dict[int, list[Line]]:
        """Return what stands on each of these people's pages, in one query, or none while nothing is up."""
        lines = self.lines()
        if not lines:
            return {}
        up = {line.subject: line for line in lines}
        unread = Alert.objects.filter(user__in=user_ids, read=None, subject__in=up).order_by("-pk")
        found: dict[int, list[Line]] = defaultdict(list)
        for user_id, subject in unread.values_list("user_id", "subject"):
            if up[subject] not in found[user_id]:
                found[user_id].append(up[subject])
        return {user_id: sorted(each, reverse=True)[:MOST] for user_id, each in found.items()}

    def reach(self, user_ids: Collection[int]) -> None:
        """Raise what is for those who are online for these people, who have pages open; nobody is called twice."""
        now = timezone.now()
        for line in self.lines():
            if line.reaches_until and line.reaches_until > now:
                called = Alert.objects.filter(user__in=user_ids, subject=line.subject).values_list("user_id", flat=True)
                if missing := set(user_ids).difference(called):
                    _raise(line, missing)


board = Board()


def key_of(lines: Collection[Line]) -> str:
    """Return what tells a banner from others, as pages say it with their hello."""
    return ",".join(str(line.pk) for line in lines)


def _raise(line: Line, user_ids: Collection[int]) -> None:
    from .sending import alerts_for

    people = User.objects.filter(pk__in=user_ids, is_active=True).values_list("pk", flat=True)
    missing = alerts_for(line.pk, line.text, line.link, line.made_by, list(people))
    alerting.call(missing)
    Announcement.objects.filter(pk=line.pk).update(recipients=F("recipients") + len(missing))
