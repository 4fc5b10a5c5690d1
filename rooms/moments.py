"""How a moment is written, remembered for the minute: what is said in one minute shows one time to all alike."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

# Minutes, times languages, times zones that are remembered; each takes about 300 bytes.
REMEMBERED = 8192 if settings.MESSAGE_FRAGMENTS else 0


class Moment(NamedTuple):
    """A moment in words, in the language and the time zone that were active."""

    day: str
    clock: str
    full: str
    # For machines: to the second, and the day.
    iso: str
    date: str


def moment(at: datetime) -> Moment:
    """Return how ``at`` is written in the language and the time zone now active."""
    local = timezone.localtime(at)
    words = _words(local.replace(second=0, microsecond=0, tzinfo=None), translation.get_language() or "")
    return Moment(*words, local.isoformat(timespec="seconds"), local.date().isoformat())


@lru_cache(REMEMBERED)
def _words(minute: datetime, language: str) -> tuple[str, str, str]:
    return date_format(minute, "l, j F Y"), date_format(minute, "H:i"), date_format(minute, "DATETIME_FORMAT")
