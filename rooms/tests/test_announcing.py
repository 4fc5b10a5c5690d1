"""Each person chooses what a screen reader says by itself of a room."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from rooms.models import Message, Room

Say = Callable[..., Message]


def page_of(person: User, room: Room, announced: str) -> str:
    person.announced = announced
    person.save()
    browser = Client()
    browser.force_login(person)
    return str(browser.get(room.get_absolute_url()).text)


def test_every_message_is_read_unless_somebody_says_otherwise(alice: User, general: Room) -> None:
    page = page_of(alice, general, "everything")
    assert "aria-live" not in page.partition('id="scroller"')[2].partition(">")[0]
    assert 'id="called"' not in page
    assert 'id="summary"' not in page


@pytest.mark.parametrize(("announced", "region"), [("mentions", "called"), ("summary", "summary"), ("nothing", "")])
def test_the_log_is_silent_for_the_others(announced: str, region: str, alice: User, general: Room) -> None:
    page = page_of(alice, general, announced)
    assert 'aria-live="off"' in page.partition('id="scroller"')[2].partition(">")[0]
    for each in ("called", "summary"):
        assert (f'id="{each}"' in page) == (each == region)


def test_a_summary_counts_what_others_have_written(say: Say, alice: User, bob: User, general: Room) -> None:
    browser = Client()
    browser.force_login(alice)
    since = say(alice, "hello").version
    address = f"/rooms/{general.pk}/summary/?since={since}"
    assert browser.get(address).status_code == 204
    say(bob, "one")
    say(alice, "two")
    newest = say(bob, "three").version
    answer = browser.get(address).text
    assert "2 new messages." in answer
    assert f'value="{newest}"' in answer
    assert browser.get(f"/rooms/{general.pk}/summary/?since={newest}").status_code == 204


@pytest.mark.parametrize("since", ["", "-1", "x", "9" * 30])
def test_nonsense_is_answered_with_nothing(since: str, alice: User, say: Say, general: Room) -> None:
    say(alice, "hello")
    browser = Client()
    browser.force_login(alice)
    assert browser.get(f"/rooms/{general.pk}/summary/?since={since}").status_code == 204


def test_others_are_told_nothing(carol: User, general: Room) -> None:
    browser = Client()
    browser.force_login(carol)
    assert browser.get(f"/rooms/{general.pk}/summary/").status_code == 403
