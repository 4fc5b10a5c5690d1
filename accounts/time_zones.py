"""Time zones a person may choose: the IANA names that this machine's zone data knows."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

DEFAULT_TIME_ZONE = "UTC"


@cache
def names() -> tuple[str, ...]:
    """Return every name in alphabetical order, without the aliases that have no region."""
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == DEFAULT_TIME_ZONE))


def is_time_zone(name: str) -> bool:
    return name in available_timezones()


@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone called ``name``, or UTC where the zone data no longer has it."""
    return ZoneInfo(name if is_time_zone(name) else DEFAULT_TIME_ZONE)
