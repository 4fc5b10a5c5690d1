"""What every test stands on: development settings, and feeds that don't outlive their test."""

import os
from collections.abc import Iterator

os.environ.setdefault("DEBUG", "yes")

import pytest

from rooms.feed import delivery


@pytest.fixture(autouse=True)
def _feed_lets_go_of_the_database(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "transactional_db" in request.fixturenames:
        delivery.close_connections()
