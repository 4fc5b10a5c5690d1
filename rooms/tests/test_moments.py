from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from rooms.moments import moment

NIGHT = datetime(2026, 1, 31, 23, 59, 58, 123456, tzinfo=UTC)


def test_a_moment_is_written_in_the_time_zone_of_who_sees_it() -> None:
    with timezone.override(ZoneInfo("UTC")):
        here = moment(NIGHT)
    with timezone.override(ZoneInfo("Asia/Kolkata")):
        there = moment(NIGHT)
    assert here == (
        "Saturday, 31 January 2026",
        "23:59",
        "Jan. 31, 2026, 11:59 p.m.",
        "2026-01-31T23:59:58+00:00",
        "2026-01-31",
    )
    assert there == (
        "Sunday, 1 February 2026",
        "05:29",
        "Feb. 1, 2026, 5:29 a.m.",
        "2026-02-01T05:29:58+05:30",
        "2026-02-01",
    )


def test_a_moment_is_written_in_the_language_of_who_sees_it() -> None:
    with timezone.override(ZoneInfo("UTC")):
        assert moment(NIGHT).day == "Saturday, 31 January 2026"
        with translation.override("de"):
            assert moment(NIGHT).day == "Samstag, 31 Januar 2026"
            assert moment(NIGHT).full == "31. Januar 2026 23:59"


def test_two_moments_of_a_minute_differ_for_machines_only() -> None:
    with timezone.override(ZoneInfo("UTC")):
        first, second = moment(NIGHT), moment(NIGHT.replace(second=1))
    assert first[:3] == second[:3]
    assert first.iso != second.iso
