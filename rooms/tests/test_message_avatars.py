"""Somebody's picture stands beside what they said, on open pages and the next ones; without one, their initial."""

import pytest

from accounts import people
from accounts.models import User
from rooms import conversation
from rooms.models import Room

from .test_people import MINE, picture
from .watching import browser_of, see


def shown(user: User) -> str:
    user.refresh_from_db()
    return f'src="/people/pictures/{user.picture}-96.webp" alt="" width="36" height="36" loading="lazy"'


def upload(user: User) -> None:
    assert browser_of(user).post(MINE, {"pronouns": "", "bio": "", "picture": picture()}).status_code == 302


def test_a_picture_shows_beside_messages_members_and_in_the_inbox(general: Room, alice: User, bob: User, say) -> None:
    say(bob, "@alice hello")
    browser = browser_of(alice)
    page = browser.get(general.get_absolute_url()).text
    assert "/people/pictures/" not in page
    upload(bob)
    page = browser.get(general.get_absolute_url()).text
    # The message, and the line of the member.
    assert page.count(shown(bob)) == 2
    assert shown(bob) in browser.get("/alerts/").text


def test_another_picture_shows_with_the_next_page_and_none_is_the_initial_again(
    general: Room, alice: User, bob: User, say
) -> None:
    say(bob, "hello")
    browser = browser_of(alice)
    upload(bob)
    first = shown(bob)
    assert first in browser.get(general.get_absolute_url()).text
    upload(bob)
    page = browser.get(general.get_absolute_url()).text
    assert shown(bob) in page
    assert first not in page
    browser_of(bob).post(MINE, {"pronouns": "", "bio": "", "no_picture": "on"})
    assert "/people/pictures/" not in browser.get(general.get_absolute_url()).text


@pytest.mark.django_db(transaction=True)
def test_open_pages_get_it_too(general: Room, alice: User, bob: User, say) -> None:
    say(bob, "hello")

    def change() -> None:
        bob.picture = "0123456789abcdef"
        people.save(bob, ["picture"])

    general.refresh_from_db()
    seen = see(alice, general, change, "0123456789abcdef")
    assert (
        f"""hx-target="#scroller .message[data-author='{bob.pk}'] .avatar" hx-swap="outerHTML"><img class"""
        in seen.text
    )
    assert shown(bob) in seen.text


def test_the_same_again_and_what_stands_beside_it_take_no_version(general: Room, bob: User, say) -> None:
    say(bob, "hello")
    upload(bob)
    general.refresh_from_db()
    version = general.version
    browser_of(bob).post(MINE, {"pronouns": "he", "bio": "words"})
    general.refresh_from_db()
    assert general.version == version


def test_whoever_leaves_leaves_no_picture(general: Room, alice: User, bob: User, say) -> None:
    from accounts.leaving import close

    say(bob, "hello")
    upload(bob)
    close(bob, remove_words=False)
    bob.refresh_from_db()
    assert bob.picture == ""
    assert "/people/pictures/" not in browser_of(alice).get(general.get_absolute_url()).text


def test_guests_see_initials(general: Room, alice: User, bob: User, say, client) -> None:
    message = say(bob, "hello")
    upload(bob)
    conversation.change_room(general.pk, is_public=True)
    day = message.created.date().isoformat()
    page = client.get(f"/public/{general.pk}/{day}/").text
    assert "hello" in page
    assert "/people/pictures/" not in page
