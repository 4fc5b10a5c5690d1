from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from rooms import conversation
from rooms.models import Message, Room
from rooms.search.operators import HAS, Has

from .watching import browser_of

Say = Callable[..., Message]


def page(user: User, **query: str) -> str:
    answer = browser_of(user).get("/search/", query)
    assert answer.status_code == 200
    return answer.text


def test_only_who_is_signed_in_may_search(db: None) -> None:
    answer = Client().get("/search/", {"q": "tea"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_hit_names_room_author_and_time_and_leads_to_its_place(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    message = say(bob, "tea?")
    Message.objects.filter(pk=message.pk).update(created="2026-11-05T20:15:00Z")
    User.objects.filter(pk=alice.pk).update(time_zone="Asia/Kolkata")
    shown = page(alice, q="tea")
    assert '<strong class="author">Bob</strong>' in shown
    assert "General" in shown
    assert "6 November 2026, 01:45" in shown
    assert "<mark>tea</mark>?" in shown
    link = f"/rooms/{general.pk}/messages/{message.position}/#m{message.position}"
    assert f'href="{link}"' in shown
    assert browser_of(alice).get(link).status_code == 200


def test_without_a_question_the_page_says_what_can_be_asked(alice: User) -> None:
    for text in ("", "   "):
        shown = page(alice, q=text)
        for example in ("from:alice", "in:&quot;Tea room&quot;", "before:2026-01-31", "after:2026-01-31", "has:link"):
            assert example in shown
        assert "Nothing found" not in shown
        assert "aria-invalid" not in shown


def test_nothing_found_says_so_and_what_can_be_asked(general: Room, alice: User) -> None:
    shown = page(alice, q="zebra")
    assert "Nothing found" in shown
    assert "zebra" in shown
    assert "from:alice" in shown


def test_a_problem_stands_beside_the_field_and_what_was_typed_stays(general: Room, alice: User, say: Say) -> None:
    say(alice, "tea")
    shown = page(alice, q='tea from:"nobody <b>"')
    assert "Nobody in your rooms is called “nobody &lt;b&gt;”." in shown
    assert 'value="tea from:&quot;nobody &lt;b&gt;&quot;"' in shown
    assert 'aria-describedby="search-problems"' in shown
    assert "<mark>" not in shown
    assert "Nothing found" not in shown


def test_older_results_are_a_link_away(general: Room, alice: User, say: Say) -> None:
    for number in range(25):
        say(alice, f"tea number {number}")
    browser = browser_of(alice)
    first = browser.get("/search/", {"q": "tea & more*"})
    assert "Older results" not in first.text
    first = browser.get("/search/", {"q": "tea number"})
    assert first.text.count('class="hit"') == 20
    assert "First results" not in first.text
    older = browser.get(first.context["next_url"])
    assert older.text.count('class="hit"') == 5
    assert "Older results" not in older.text
    assert "First results" in older.text
    assert browser.get(older.context["first_url"]).text.count('class="hit"') == 20


def test_the_order_is_kept_from_page_to_page(general: Room, alice: User, say: Say) -> None:
    for number in range(25):
        say(alice, f"tea number {number}")
    browser = browser_of(alice)
    first = browser.get("/search/", {"q": "tea", "sort": "relevance"})
    assert '<input type="hidden" name="sort" value="relevance">' in first.text
    assert "More results" in first.text
    assert browser.get(first.context["next_url"]).text.count('class="hit"') == 5


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no limit")
def test_a_search_that_takes_too_long_is_stopped_and_says_so(general: Room, alice: User, say: Say, monkeypatch) -> None:
    say(alice, "tea")
    monkeypatch.setattr("rooms.search.postgres.SECONDS", 0.2)
    monkeypatch.setitem(HAS, "patience", Has(condition="pg_sleep(1) IS NOT NULL"))
    shown = page(alice, q="tea has:patience")
    assert "This search took too long" in shown
    assert "Nothing found" not in shown
    assert "<mark>" in page(alice, q="tea")


@pytest.mark.parametrize("address", ["/", "/alerts/", "/rooms/{}/"])
def test_the_field_is_on_every_page(general: Room, alice: User, address: str) -> None:
    shown = browser_of(alice).get(address.format(general.pk)).text
    assert shown.count('role="search" action="/search/"') == 1


def test_the_page_of_search_has_one_field(alice: User) -> None:
    shown = page(alice, q="")
    # The other is the box that leads to rooms and people.
    assert shown.count('role="search"') == 1 + shown.count('role="search" aria-label="Go to a room or person"') == 2
    assert 'action="/search/"' not in shown


def test_a_page_of_results_costs_a_fixed_number_of_queries(
    general: Room, alice: User, bob: User, say: Say, django_assert_max_num_queries
) -> None:
    for number in range(20):
        say([alice, bob][number % 2], f"tea number {number}")
    other = conversation.create_room("Other", alice)
    conversation.post(other.pk, alice, "tea elsewhere", "other-tea", paced=False)
    browser = browser_of(alice)
    # The session, the person, their rooms, the search (in PostgreSQL within a transaction, with its limits), the hits.
    with django_assert_max_num_queries(9):
        assert browser.get("/search/", {"q": "tea"}).text.count('class="hit"') == 20
