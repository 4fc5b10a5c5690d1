"""A whole room and a whole thread as pages to print and keep, from the first message on."""

import re
from collections.abc import Callable

import pytest

from accounts.models import User
from rooms import conversation
from rooms.models import Membership, Message, Room
from rooms.views import paper

from .watching import browser_of

Say = Callable[..., Message]


def bodies(page: str) -> list[str]:
    return re.findall(r'<div class="body" dir="auto">(.*?)</div>', page)


def read(user: User, address: str) -> list[list[str]]:
    """Return what the pages say, as somebody reads who follows ``rel="next"`` from the first to the last."""
    pages, browser, at = [], browser_of(user), address
    while at:
        page = browser.get(at)
        assert page.status_code == 200
        pages.append(bodies(page.text))
        following = re.search(r'rel="next" href="([^"]*)"', page.text)
        at = following[1] if following else ""
        assert len(pages) < 20
    return pages


def test_a_room_is_read_from_its_beginning_to_its_end(general: Room, alice: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr(paper, "PAGE", 4)
    for number in range(10):
        say(alice, f"number {number}")
    # Bob's coming is said too.
    pages = read(alice, f"/rooms/{general.pk}/whole/")
    said = [body for page in pages for body in page]
    assert [body for body in said if body.startswith("number")] == [f"number {number}" for number in range(10)]
    assert [len(page) for page in pages][:-1] == [4] * (len(pages) - 1)
    assert "4 messages to a page" in browser_of(alice).get(f"/rooms/{general.pk}/whole/").text


def test_a_page_leads_back_to_those_before_it(general: Room, alice: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr(paper, "PAGE", 3)
    said = [say(alice, f"number {number}") for number in range(9)]
    browser, address = browser_of(alice), f"/rooms/{general.pk}/whole/"
    page = browser.get(f"{address}?after={said[4].position}").text
    assert bodies(page) == ["number 5", "number 6", "number 7"]
    assert f'rel="prev" href="{address}?before={said[5].position}"' in page
    assert bodies(browser.get(f"{address}?before={said[5].position}").text) == ["number 2", "number 3", "number 4"]
    assert 'rel="prev"' not in browser.get(address).text


def test_a_thread_is_read_from_its_root_on(alice: User, bob: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr(paper, "PAGE", 3)
    root = say(alice, "root")
    say(bob, "beside it")
    for number in range(7):
        say(bob, f"reply {number}", root)
    pages = read(alice, f"/rooms/{root.room_id}/messages/{root.position}/thread/whole/")
    assert pages[0][0] == "root"
    assert [body for page in pages for body in page] == ["root", *[f"reply {number}" for number in range(7)]]
    assert len(pages) == 3


def test_a_short_thread_is_one_page_and_says_nothing_of_pages(alice: User, say: Say) -> None:
    root = say(alice, "root")
    reply = say(alice, "reply", root)
    page = browser_of(alice).get(f"/rooms/{root.room_id}/messages/{root.position}/thread/whole/").text
    assert bodies(page) == ["root", "reply"]
    assert "messages to a page" not in page
    answer = browser_of(alice).get(f"/rooms/{root.room_id}/messages/{reply.position}/thread/whole/")
    assert answer["Location"] == f"/rooms/{root.room_id}/messages/{root.position}/thread/whole/"


def test_a_deleted_message_is_a_tombstone(general: Room, alice: User, say: Say) -> None:
    conversation.delete(say(alice, "taken back"))
    page = browser_of(alice).get(f"/rooms/{general.pk}/whole/").text
    assert "taken back" not in page
    assert "This message was deleted." in page


def test_only_members_read_them(general: Room, alice: User, bob: User, carol: User, say: Say) -> None:
    root = say(alice, "between us")
    conversation.remove_member(Membership.objects.get(room=general, user=bob))
    for address in (f"/rooms/{general.pk}/whole/", f"/rooms/{general.pk}/messages/{root.position}/thread/whole/"):
        for person in (bob, carol):
            answer = browser_of(person).get(address)
            assert answer.status_code == 403
            assert "between us" not in answer.text


def test_a_thread_of_no_message_is_not_found(general: Room, alice: User) -> None:
    assert browser_of(alice).get(f"/rooms/{general.pk}/messages/999/thread/whole/").status_code == 404


@pytest.mark.parametrize("position", ["", "x", "-1", "9" * 40, "²", "0"])
@pytest.mark.parametrize("way", ["before", "after"])
def test_a_page_that_is_none_is_the_first(general: Room, alice: User, say: Say, way: str, position: str) -> None:
    say(alice, "here I am")
    assert "here I am" in browser_of(alice).get(f"/rooms/{general.pk}/whole/?{way}={position}").text


def test_an_empty_room_says_so(alice: User) -> None:
    room = Room.objects.create(name="Empty")
    Membership.objects.create(room=room, user=alice)
    assert "Nothing was said here." in browser_of(alice).get(f"/rooms/{room.pk}/whole/").text


def test_the_room_and_the_thread_lead_to_them(general: Room, alice: User, say: Say) -> None:
    root = say(alice, "root")
    browser = browser_of(alice)
    assert f'href="/rooms/{general.pk}/whole/"' in browser.get(f"/rooms/{general.pk}/").text
    thread = f"/rooms/{general.pk}/messages/{root.position}/thread/"
    assert f'href="{thread}whole/"' in browser.get(thread).text


def test_a_page_costs_a_fixed_number_of_queries(
    general: Room, alice: User, say: Say, django_assert_num_queries
) -> None:
    root = say(alice, "root")
    for _ in range(20):
        say(alice, "reply", root)
    browser = browser_of(alice)
    # The session, the person, the membership with its room, the messages, what they reply to, the unread alerts.
    with django_assert_num_queries(6):
        browser.get(f"/rooms/{general.pk}/whole/")
