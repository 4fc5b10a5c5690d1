"""What machines ask for: whether Parley is alive, and its icon."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_process_with_everything_in_reach_is_alive_and_ready() -> None:
    for path, text in {"/healthz": b"alive\n", "/readyz": b"ready\n"}.items():
        response = Client().get(path)
        assert (response.status_code, response.content) == (200, text)
        assert "no-store" in response["Cache-Control"]


def test_alive_asks_nothing_of_the_database() -> None:
    # Without the mark above, a query would fail this test.
    assert Client().get("/healthz").status_code == 200


def test_neither_takes_a_post() -> None:
    assert Client().post("/readyz").status_code == 405


def test_the_icon_is_found_where_browsers_guess_it() -> None:
    assert Client().get("/favicon.ico")["Location"] == "/static/icons/parley.svg"
