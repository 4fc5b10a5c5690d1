"""What every test stands on: feeds that don't outlive their test."""

from collections.abc import Iterator

import pytest

from rooms.feed import delivery


@pytest.fixture(autouse=True)
def _feed_lets_go_of_the_database(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "transactional_db" in request.fixturenames:
        delivery.close_connections()
