"""A room's day as a page of its own, in the reader's time zone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from rooms import conversation, days
from rooms.models import Membership, Message, Room

from .watching import browser_of

Say = Callable[..., Message]


@pytest.fixture
def say_at(general: Room) -> Callable[[User, str, datetime], Message]:
    def post(author: User, body: str, at: datetime) -> Message:
        nonce = f"at-{at:%d%H%M%S}-{body[:20]}"
        return conversation.post(general.pk, author, body, nonce, created=at, paced=False).message

    return post


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_a_day_shows_what_was_said_on_it_and_leads_to_the_days_beside_it(general: Room, alice: User, say_at) -> None:
    for day in (3, 7, 8, 20):
        say_at(alice, f"said on {day}", at(day))
    shown = browser_of(alice).get(f"/rooms/{general.pk}/days/2026-03-07/").text
    assert "said on 7" in shown
    assert "said on 8" not in shown
    assert f'rel="prev" href="/rooms/{general.pk}/days/2026-03-03/"' in shown
    assert f'rel="next" href="/rooms/{general.pk}/days/2026-03-08/"' in shown
    beside = browser_of(alice).get(f"/rooms/{general.pk}/days/2026-03-12/").text
    assert "Nothing was said on this day." in beside
    assert "/days/2026-03-08/" in beside
    assert "/days/2026-03-20/" in beside


def test_a_day_is_that_of_the_readers_time_zone(general: Room, alice: User, bob: User, say_at) -> None:
    User.objects.filter(pk=bob.pk).update(time_zone="Asia/Kolkata")
    say_at(alice, "late words", at(7, 23))
    assert "late words" in browser_of(alice).get(f"/rooms/{general.pk}/days/2026-03-07/").text
    address = f"/rooms/{general.pk}/days/2026-03-08/"
    assert "late words" in browser_of(bob).get(address).text
    assert "late words" not in browser_of(alice).get(address).text
    assert browser_of(bob).get(f"/rooms/{general.pk}/days/")["Location"] == address


def test_a_long_day_has_pages(general: Room, alice: User, say_at, monkeypatch) -> None:
    monkeypatch.setattr(days, "PAGE", 10)
    for minute in range(25):
        say_at(alice, f"minute {minute}.", at(7) + timedelta(minutes=minute))
    browser, address, read = browser_of(alice), f"/rooms/{general.pk}/days/2026-03-07/", []
    page = browser.get(address)
    assert "The beginning of this day" not in page.text
    while True:
        window = page.context["day"].window
        read += [message.body for message in window.messages]
        if not window.has_newer:
            break
        assert f"{address}?after={window.newest}" in page.text
        page = browser.get(f"{address}?after={window.newest}")
        assert "The beginning of this day" in page.text
    assert read == [f"minute {minute}." for minute in range(25)]
    assert "More of this day" not in page.text


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-13-01", "0001-01-01", "9999-12-31", "today", "2026-3-7", "1899-12-31"]
)
def test_what_is_no_day_is_not_found(general: Room, alice: User, day: str) -> None:
    assert browser_of(alice).get(f"/rooms/{general.pk}/days/{day}/").status_code == 404


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
def test_the_first_and_the_last_day_there_are(general: Room, alice: User, day: str) -> None:
    assert browser_of(alice).get(f"/rooms/{general.pk}/days/{day}/").status_code == 200


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40, "²"])
def test_a_page_that_is_none_is_the_first(general: Room, alice: User, say_at, after: str) -> None:
    say_at(alice, "here I am", at(7))
    assert "here I am" in browser_of(alice).get(f"/rooms/{general.pk}/days/2026-03-07/?after={after}").text


def test_an_empty_room_has_today(alice: User) -> None:
    room = conversation.create_room("Empty", alice)
    answer = browser_of(alice).get(f"/rooms/{room.pk}/days/", follow=True)
    assert "Nothing was said on this day." in answer.text


def test_only_members_read_a_day(general: Room, alice: User, bob: User, carol: User, say_at) -> None:
    say_at(alice, "between us", at(7))
    for address in ("days/", "days/2026-03-07/"):
        answer = browser_of(carol).get(f"/rooms/{general.pk}/{address}")
        assert answer.status_code == 403
        assert "between us" not in answer.text
    conversation.remove_member(Membership.objects.get(room=general, user=bob))
    assert browser_of(bob).get(f"/rooms/{general.pk}/days/2026-03-07/").status_code == 403


def test_the_room_and_its_day_headings_lead_to_days(general: Room, alice: User, say_at) -> None:
    say_at(alice, "hello", at(7))
    shown = browser_of(alice).get(f"/rooms/{general.pk}/").text
    assert f'href="/rooms/{general.pk}/days/"' in shown
    assert f'<h2 class="day"><a href="/rooms/{general.pk}/days/2026-03-07/">' in shown


def test_a_day_costs_a_fixed_number_of_queries(general: Room, alice: User, say_at, django_assert_num_queries) -> None:
    for minute in range(30):
        say_at(alice, "hello", at(7, 12, minute))
    browser = browser_of(alice)
    # The session, the person, the membership with its room, the messages, the days before and after, my unread alerts.
    with django_assert_num_queries(7):
        browser.get(f"/rooms/{general.pk}/days/2026-03-07/")
