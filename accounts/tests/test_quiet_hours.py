"""In the hours that somebody keeps for themselves nothing calls them, by the clock where they are."""

from datetime import UTC, datetime, time

import pytest

from accounts.models import User
from accounts.quiet import disturbable


def at(hour: int, minute: int = 0, day: int = 15, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def person(begins: time | None, ends: time | None, zone: str = "UTC") -> User:
    return User(username="alice", time_zone=zone, quiet_from=begins, quiet_until=ends)


@pytest.mark.parametrize(("begins", "ends"), [(None, None), (time(22), None), (None, time(7))])
def test_whoever_keeps_no_hours_can_always_be_called(begins: time | None, ends: time | None) -> None:
    assert all(disturbable(person(begins, ends), at(hour)) for hour in range(24))


def test_hours_within_a_day_begin_and_end_on_the_minute() -> None:
    alice = person(time(13), time(14, 30))
    assert disturbable(alice, at(12, 59))
    assert not disturbable(alice, at(13))
    assert not disturbable(alice, at(14, 29))
    assert disturbable(alice, at(14, 30))


def test_hours_may_pass_midnight() -> None:
    alice = person(time(22), time(7))
    quiet = [hour for hour in range(24) if not disturbable(alice, at(hour))]
    assert quiet == [0, 1, 2, 3, 4, 5, 6, 22, 23]


def test_hours_are_those_of_the_clock_where_somebody_is() -> None:
    night = person(time(22), time(7), "Asia/Tokyo")
    assert not disturbable(night, at(13))  # Ten in the evening in Tokyo.
    assert disturbable(night, at(22))


def test_hours_move_with_summer_time() -> None:
    night = person(time(22), time(7), "Europe/Berlin")
    assert disturbable(night, at(20, 30))  # Half past nine in winter.
    assert not disturbable(night, at(20, 30, month=7))  # Half past ten in summer.


def test_nothing_calls_somebody_who_is_deactivated() -> None:
    assert not disturbable(User(username="alice", is_active=False), at(12))
