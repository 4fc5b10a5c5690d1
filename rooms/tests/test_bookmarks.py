"""Bookmarks: messages that I want to find again, and that nobody else knows of."""

from collections.abc import Callable

from accounts.models import User
from rooms import conversation
from rooms.models import Bookmark, Membership, Message, Room
from rooms.views import keeping

from .watching import browser_of

Say = Callable[..., Message]
HTMX = {"HX-Request": "true"}


def at(message: Message, action: str) -> str:
    return f"/rooms/{message.room_id}/messages/{message.position}/{action}/"


def kept(user: User) -> list[str]:
    """Return what the page of bookmarks lists."""
    return [message.body for message in browser_of(user).get("/bookmarks/").context["kept"]]


def test_a_bookmark_is_mine_alone_and_costs_no_version(general: Room, alice: User, bob: User, say: Say) -> None:
    first, second = say(alice, "one"), say(alice, "two")
    general.refresh_from_db()
    before = general.version
    browser = browser_of(bob)
    for message in (first, second, first):
        assert browser.post(at(message, "bookmark"))["Location"] == message.get_absolute_url()
    assert kept(bob) == ["two", "one"]
    assert kept(alice) == []
    general.refresh_from_db()
    assert general.version == before
    page = browser.get("/bookmarks/").text
    assert f'href="{first.get_absolute_url()}"' in page
    assert "General" in page
    assert browser.post(at(second, "unbookmark"), {"back": "bookmarks"})["Location"] == "/bookmarks/"
    assert kept(bob) == ["one"]


def test_the_menu_shows_the_state_and_stays(bob: User, say: Say) -> None:
    message = say(bob, "hello")
    browser = browser_of(bob)
    assert ">Bookmark</button>" in browser.get(at(message, "actions"), headers=HTMX).text
    answer = browser.post(at(message, "bookmark"), headers=HTMX)
    assert "autofocus>Remove bookmark</button>" in answer.text
    assert ">Remove bookmark</button>" in browser.get(at(message, "actions")).text
    answer = browser.post(at(message, "unbookmark"), headers=HTMX)
    assert "autofocus>Bookmark</button>" in answer.text
    assert not Bookmark.objects.exists()


def test_what_may_no_longer_be_read_is_not_listed(general: Room, alice: User, bob: User, say: Say) -> None:
    first, second = say(alice, "one"), say(alice, "two")
    for message in (first, second):
        conversation.bookmark(message, bob)
    conversation.delete(second)
    assert kept(bob) == ["one"]
    assert Bookmark.objects.count() == 1, "it goes with its message"
    membership = Membership.objects.get(room=general, user=bob)
    conversation.remove_member(membership)
    assert kept(bob) == []
    conversation.add_member(general.pk, bob)
    assert kept(bob) == ["one"], "it comes back with the room"


def test_nothing_is_bookmarked_that_may_not_be_read(alice: User, bob: User, carol: User, say: Say) -> None:
    message = say(alice, "hello")
    assert browser_of(carol).post(at(message, "bookmark")).status_code == 403
    conversation.delete(message)
    answer = browser_of(bob).post(at(message, "bookmark"))
    assert answer.status_code == 403
    assert "This message was deleted." in answer.text
    assert browser_of(bob).get(at(message, "bookmark")).status_code == 405
    assert not Bookmark.objects.exists()


def test_many_bookmarks_come_in_pages(bob: User, say: Say, monkeypatch, django_assert_max_num_queries) -> None:
    monkeypatch.setattr(keeping, "PAGE", 2)
    for number in range(5):
        conversation.bookmark(say(bob, f"message {number}"), bob)
    browser = browser_of(bob)
    # The session, the person, how many there are, those, and how many alerts I have not read.
    with django_assert_max_num_queries(5):
        assert "?page=2" in browser.get("/bookmarks/").text
    assert [message.body for message in browser.get("/bookmarks/?page=2").context["kept"]] == ["message 2", "message 1"]
    assert [message.body for message in browser.get("/bookmarks/?page=99").context["kept"]] == ["message 0"]
    assert browser.get("/bookmarks/?page=x").status_code == 200


def test_the_account_links_lead_to_my_bookmarks(bob: User, general: Room) -> None:
    for page in ("/", general.get_absolute_url()):
        assert 'href="/bookmarks/"' in browser_of(bob).get(page).text
