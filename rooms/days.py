"""A room's days: what was said on one, in the time zone now active, and which are the days beside it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from .history import Window, of_a_time
from .models import Message, Room

# So many messages fit a page of a day.
PAGE = 500


@dataclass(frozen=True)
class Day:
    """A page of a day's messages, and the days beside it on which something was said."""

    on: date
    window: Window
    previous: date | None
    next: date | None


def read(room: Room, day: date, after: int = 0) -> Day:
    """Return what was said in ``room`` on ``day``, at most ``PAGE`` messages, those after position ``after``.

    Raises ``Overtaken`` as everything in ``history`` does.
    """
    start, end = _midnight(day), _midnight(day + timedelta(days=1))
    window = of_a_time(room, start, end, after, PAGE)
    earlier = _said(room).filter(created__lt=start).order_by("-created")
    later = _said(room).filter(created__gte=end).order_by("created")
    return Day(day, window, _first_day(earlier), _first_day(later))


def newest(room: Room) -> date | None:
    """Return the latest day on which something was said, or None in an empty room."""
    return _first_day(_said(room).order_by("-created"))


def first(room: Room) -> date | None:
    """Return the first day on which something was said, or None in an empty room."""
    return _first_day(_said(room).order_by("created"))


def _said(room: Room) -> QuerySet[Message]:
    return Message.objects.filter(room=room, position__lte=room.version)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _first_day(messages: QuerySet[Message]) -> date | None:
    created = messages.values_list("created", flat=True).first()
    return timezone.localdate(created) if created else None
