"""The time zones that a person may choose."""

import pytest
from django.core.exceptions import ValidationError

from accounts import time_zones
from accounts.models import validate_time_zone


def test_zones_are_listed_once_in_order_and_by_region() -> None:
    names = time_zones.names()
    assert {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"} <= set(names)
    assert "EST" not in names
    assert list(names) == sorted(set(names))


@pytest.mark.parametrize("name", ["", "Europe", "Mars/Olympus", "../../etc/passwd", "europe/berlin\x00"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    assert not time_zones.is_time_zone(name)
    with pytest.raises(ValidationError):
        validate_time_zone(name)
    assert time_zones.zone(name).key == "UTC"


def test_a_zone_is_what_it_is_called() -> None:
    validate_time_zone("Europe/Berlin")
    assert time_zones.zone("Europe/Berlin").key == "Europe/Berlin"
