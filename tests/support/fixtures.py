"""Private servers as pytest fixtures. A test that names one runs where the server is installed, and always in CI."""

from collections.abc import Iterator

import pytest

from .postgres import PostgresServer, running_postgres
from .programs import NotInstalled, unavailable
from .redis import RedisServer, running_redis


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running PostgreSQL server of this test run. Who stops it starts it again."""
    try:
        with running_postgres() as server:
            yield server
    except NotInstalled as missing:
        unavailable(missing)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A running Redis server of this test run. Who stops it starts it again."""
    try:
        with running_redis() as server:
            yield server
    except NotInstalled as missing:
        unavailable(missing)
