"""What every test stands on: private servers to ask for, and feeds that don't outlive their test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from accounts import threads
from rooms import append_only, word_filter
from rooms.announcements.board import board
from rooms.fragments import fragments
from rooms.presence.known import known
from rooms.presence.people import people
from site_config.look.shown import Shown, look

pytest_plugins = ["tests.support.fixtures"]


@pytest.fixture(autouse=True)
def _nothing_rendered_before() -> None:
    """A message of another test may have had the same number."""
    fragments.clear()
    known.clear()
    people.clear()
    board.remembered.keep(())
    look.keep(Shown())
    word_filter.known.keep([])


@pytest.fixture(autouse=True)
def _feed_lets_go_of_the_database(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "transactional_db" in request.fixturenames:
        threads.live.close_connections()
        threads.pages.close_connections()


def _let_the_audit_log_be_emptied() -> None:
    """After a test that commits, SQLite's tables are emptied row by row."""
    append_only.REFUSED.remove("DELETE")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER rooms_audit_delete")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database goes last: PostgreSQL doesn't drop one that somebody is connected to."""
    with django_db_blocker.unblock():
        _let_the_audit_log_be_emptied()
    yield
    threads.live.close_connections()
    threads.pages.close_connections()
