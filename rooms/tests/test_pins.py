"""Pinned messages: who pins, where they are listed, and that the list is live."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from accounts import people
from accounts.models import User
from rooms import access, conversation, fragments
from rooms.conversation import pins
from rooms.feed.changes import changes_since
from rooms.models import Message, Room

from .watching import browser_of, see

Say = Callable[..., Message]
HTMX = {"HX-Request": "true"}


def at(message: Message, action: str) -> str:
    return f"/rooms/{message.room_id}/messages/{message.position}/{action}/"


def pinned_in(room: Room, user: User) -> list[str]:
    """Return what the room's page of pins lists."""
    return [message.body for message in browser_of(user).get(f"/rooms/{room.pk}/pins/").context["pins"].messages]


def test_members_pin_and_unpin(general: Room, alice: User, bob: User, say: Say) -> None:
    first, second = say(alice, "the first"), say(alice, "the second")
    browser = browser_of(bob)
    for message in (first, second):
        assert browser.post(at(message, "pin"))["Location"] == message.get_absolute_url()
    assert pinned_in(general, alice) == ["the second", "the first"]
    page = browser.get(general.get_absolute_url()).text
    assert "Pinned: 2" in page
    assert f'href="{first.get_absolute_url()}"><span dir="auto"><strong>Alice</strong>' in page
    answer = browser.post(at(second, "unpin"), {"back": "pins"})
    assert answer["Location"] == f"/rooms/{general.pk}/pins/"
    assert pinned_in(general, alice) == ["the first"]


def test_the_menu_says_which_of_both_is_to_be_done(bob: User, say: Say) -> None:
    message = say(bob, "hello")
    browser = browser_of(bob)
    for headers in ({}, HTMX):
        assert f'"{at(message, "pin")}"' in browser.get(at(message, "actions"), headers=headers).text
    conversation.pin(message, bob)
    for headers in ({}, HTMX):
        text = browser.get(at(message, "actions"), headers=headers).text
        assert f'"{at(message, "unpin")}"' in text
        assert f'"{at(message, "pin")}"' not in text


def test_a_pinned_message_has_a_mark(bob: User, say: Say) -> None:
    message = say(bob, "hello")
    before = fragments.render(message)
    message = conversation.pin(message, bob)
    assert ">pinned</span>" in fragments.render(message)
    assert fragments.render(conversation.unpin(message, bob)) == before


def test_pinning_takes_one_version_and_pinning_again_none(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(alice, "hello")
    since = message.version
    conversation.pin(message, bob)
    conversation.pin(message, alice)
    general.refresh_from_db()
    assert (general.version, general.details_version) == (since + 1, since + 1)
    changes = changes_since(general.pk, since)
    assert changes.pins is not None
    assert [pin.body for pin in changes.pins.messages] == ["hello"]
    assert [altered.body for altered in changes.altered] == ["hello"]
    say(alice, "later")
    general.refresh_from_db()
    assert changes_since(general.pk, general.version - 1).pins is None, "only when it has changed"


@pytest.mark.django_db(transaction=True)
def test_a_pin_shows_on_open_pages_at_once(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(alice, "hello")
    general.refresh_from_db()
    seen = see(alice, general, lambda: browser_of(bob).post(at(message, "pin"), headers=HTMX), "Pinned: 1")
    assert '<section id="pins" class="pins" hx-swap-oob="true"' in seen.text
    assert ">pinned</span>" in seen.text


def test_the_list_follows_edits_deletions_and_new_names(general: Room, alice: User, bob: User, say: Say) -> None:
    first, second = say(bob, "helo"), say(alice, "secret")
    for message in (first, second):
        conversation.pin(message, alice)

    def listed(since: int) -> list[tuple[str, str]]:
        found = changes_since(general.pk, since).pins
        assert found
        return [(message.author.name, message.body) for message in found.messages]

    general.refresh_from_db()
    since = general.version
    conversation.edit(first, "hello", bob)
    assert listed(since) == [("Alice", "secret"), ("Bob", "hello")]
    general.refresh_from_db()
    since = general.version
    conversation.delete(second)
    assert listed(since) == [("Bob", "hello")]
    general.refresh_from_db()
    since = general.version
    bob.display_name = "Robert"
    people.save(bob)
    assert listed(since) == [("Robert", "hello")]
    assert "Robert" in browser_of(alice).get(general.get_absolute_url()).text


def test_a_deleted_message_is_not_pinned_and_cannot_be(general: Room, bob: User, say: Say) -> None:
    message = say(bob, "hello")
    conversation.pin(message, bob)
    conversation.delete(message)
    assert pinned_in(general, bob) == []
    answer = browser_of(bob).post(at(message, "pin"))
    assert answer.status_code == 403
    assert "This message was deleted." in answer.text
    with pytest.raises(ValidationError, match="deleted"):
        conversation.pin(message, bob)


def test_nobody_pins_or_reads_pins_in_a_room_that_is_not_theirs(
    general: Room, alice: User, carol: User, say: Say
) -> None:
    message = say(alice, "hello")
    browser = browser_of(carol)
    assert browser.post(at(message, "pin")).status_code == 403
    assert browser.post(at(message, "unpin")).status_code == 403
    assert browser.get(f"/rooms/{general.pk}/pins/").status_code == 403
    with pytest.raises(access.NotAMember):
        conversation.pin(message, carol)
    message.refresh_from_db()
    assert message.pinned is None


def test_following_a_link_pins_nothing(bob: User, say: Say) -> None:
    assert browser_of(bob).get(at(say(bob, "hello"), "pin")).status_code == 405


def test_a_room_has_so_many_pins_at_most(bob: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr(pins, "MOST_PINS", 1)
    first, second = say(bob, "one"), say(bob, "two")
    browser = browser_of(bob)
    assert browser.post(at(first, "pin")).status_code == 302
    answer = browser.post(at(second, "pin"))
    assert answer.status_code == 403
    assert "Unpin it first." in answer.text
    assert "Unpin it first." in browser.post(at(second, "pin"), headers=HTMX).text
    assert browser.post(at(first, "unpin")).status_code == 302
    assert browser.post(at(second, "pin")).status_code == 302
