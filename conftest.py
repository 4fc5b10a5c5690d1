"""What every test stands on: feeds that don't outlive their test."""

from collections.abc import Iterator

import pytest

from accounts import threads


@pytest.fixture(autouse=True)
def _feed_lets_go_of_the_database(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "transactional_db" in request.fixturenames:
        threads.live.close_connections()
        threads.pages.close_connections()
