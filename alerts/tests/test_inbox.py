from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from alerts.models import Alert
from rooms.tests.conftest import alice, bob  # noqa: F401


@pytest.fixture
def browser(bob: User) -> Client:  # noqa: F811
    browser = Client()
    browser.force_login(bob)
    return browser


@pytest.fixture
def alert(alice: User, bob: User) -> Callable[..., Alert]:  # noqa: F811
    def make(content: str, kind: str = "mention", user: User = bob) -> Alert:
        return Alert.objects.create(
            user=user, kind=kind, actor=alice, content=content, place="General", link="/bookmarks/", subject=content
        )

    return make


def test_the_inbox_groups_by_the_day_of_my_time_zone(browser: Client, bob: User, alert: Callable[..., Alert]) -> None:  # noqa: F811
    for content, hour in (("one call", 12), ("another call", 20)):
        created = datetime(2026, 3, 2, hour, tzinfo=UTC)
        Alert.objects.filter(pk=alert(content).pk).update(created=created)
    User.objects.filter(pk=bob.pk).update(time_zone="Asia/Tokyo")
    text = browser.get("/alerts/").text
    order = [text.index(part) for part in ("Tuesday, 3 March 2026", "another call", "Monday, 2 March 2026", "one call")]
    assert order == sorted(order)
    assert "<strong>Alice</strong> mentioned you in General" in text


@pytest.mark.parametrize(
    ("show", "seen"),
    [
        ("", {"m", "e", "re", "ra", "d"}),
        ("all", {"m", "e", "re", "ra", "d"}),
        ("nonsense", {"m", "e", "re", "ra", "d"}),
        ("unread", {"m", "re", "ra", "d"}),
        ("mentions", {"m", "e"}),
        ("replies", {"re"}),
        ("reactions", {"ra"}),
        ("direct", {"d"}),
    ],
)
def test_the_filters(browser: Client, alert: Callable[..., Alert], show: str, seen: set[str]) -> None:
    alert("m")
    everybody = alert("e", "everybody")
    alert("re", "reply")
    alert("ra", "reaction")
    alert("d", "direct")
    browser.get(f"/alerts/{everybody.pk}/")
    answer = browser.get("/alerts/", {"show": show})
    assert {each.content for each in answer.context["page"]} == seen


def test_following_an_alert_leads_to_its_place_and_marks_it_read_once(
    browser: Client, alert: Callable[..., Alert]
) -> None:
    mine = alert("mine")
    assert browser.get(f"/alerts/{mine.pk}/").headers["location"] == "/bookmarks/"
    mine.refresh_from_db()
    assert (read := mine.read)
    browser.get(f"/alerts/{mine.pk}/")
    mine.refresh_from_db()
    assert mine.read == read


def test_an_alert_never_leads_away_from_here(browser: Client, alert: Callable[..., Alert]) -> None:
    bad = alert("bad")
    Alert.objects.filter(pk=bad.pk).update(link="https://example.org/")
    assert browser.get(f"/alerts/{bad.pk}/").headers["location"] == "/alerts/"


def test_marking_one_and_all(browser: Client, alert: Callable[..., Alert]) -> None:
    one, _two = alert("one"), alert("two")
    answer = browser.post(f"/alerts/{one.pk}/read/", {"show": "mentions", "page": "1"})
    assert answer.headers["location"] == "/alerts/?show=mentions&page=1"
    assert 'Alerts<span class="in-words">, 1 unread' in browser.get("/alerts/").text
    browser.post(f"/alerts/{one.pk}/read/", {"unread": "yes"})
    assert Alert.objects.filter(read=None).count() == 2
    browser.post("/alerts/read/")
    assert not Alert.objects.filter(read=None).exists()
    text = browser.get("/alerts/?show=unread").text
    assert "You have read everything." in text
    assert "<title>Alerts" in text


def test_another_persons_alert_is_out_of_reach(browser: Client, alice: User, alert: Callable[..., Alert]) -> None:  # noqa: F811
    theirs = alert("theirs", user=alice)
    assert browser.get(f"/alerts/{theirs.pk}/").status_code == 404
    assert browser.post(f"/alerts/{theirs.pk}/read/").status_code == 404
    browser.post("/alerts/read/")
    theirs.refresh_from_db()
    assert theirs.read is None
    assert "theirs" not in browser.get("/alerts/").text


@pytest.mark.parametrize("address", ["/alerts/1/read/", "/alerts/read/"])
def test_nothing_is_marked_by_a_link(browser: Client, address: str) -> None:
    assert browser.get(address).status_code == 405


def test_nobody_sees_anything_without_signing_in(db: None) -> None:
    for address in ("/alerts/", "/alerts/1/"):
        assert "/accounts/login/" in Client().get(address).headers["location"]


def test_an_empty_inbox_says_what_will_stand_there(browser: Client) -> None:
    assert "Nothing calls for you." in browser.get("/alerts/").text


def test_pages_and_a_constant_number_of_queries(
    browser: Client, alert: Callable[..., Alert], django_assert_max_num_queries
) -> None:
    for number in range(60):
        alert(f"number {number}.")
    with django_assert_max_num_queries(6):
        text = browser.get("/alerts/").text
    assert "number 59." in text
    assert "number 9." not in text
    assert "number 9." in browser.get("/alerts/?page=2").text
