from collections.abc import Callable

import pytest
from django.core.cache import caches

from accounts import people
from accounts.models import User
from rooms import conversation
from rooms.models import Membership, Message, Room

from .watching import browser_of

Say = Callable[..., Message]


@pytest.fixture(autouse=True)
def _kept_as_in_production(settings) -> None:
    """Keep rendered fragments, which development doesn't."""
    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "fragments-of-tests"}
    settings.CACHES = settings.CACHES | {"fragments": kept}
    caches["fragments"].clear()


def page_for(user: User, room: Room) -> str:
    return browser_of(user).get(f"/rooms/{room.pk}/").text


def test_the_page_of_an_unchanged_room_reads_no_messages_again(
    general: Room, alice: User, say: Say, django_assert_num_queries
) -> None:
    say(alice, "hello")
    browser = browser_of(alice)
    browser.get(f"/rooms/{general.pk}/")
    # The session, the person, the membership with its room, my draft, my rooms, how many alerts I have not read.
    with django_assert_num_queries(6):
        assert "hello" in browser.get(f"/rooms/{general.pk}/").text


def test_every_change_is_on_the_next_page(general: Room, alice: User, bob: User, carol: User, say: Say) -> None:
    message = say(alice, "first words")
    assert "first words" in page_for(bob, general)
    conversation.edit(message, "second words")
    assert "first words" not in page_for(bob, general)
    assert "second words" in page_for(bob, general)
    conversation.delete(message)
    assert "second words" not in page_for(bob, general)
    conversation.add_member(general.pk, carol)
    assert "Carol" in page_for(bob, general)
    alice.display_name = "Alicia"
    people.save(alice)
    assert f'<a class="author" href="/people/~{alice.pk}/">Alicia<' in page_for(bob, general)
    assert ">Alice<" not in page_for(bob, general)
    conversation.change_room(general.pk, name="Specific", kind="open")
    assert "<title>Specific" in page_for(bob, general)


def test_the_name_of_an_author_who_has_left_changes_too(general: Room, alice: User, bob: User, say: Say) -> None:
    say(bob, "so long")
    conversation.leave(Membership.objects.get(room=general, user=bob))
    assert "Bob" in page_for(alice, general)
    bob.display_name = "Robert"
    people.save(bob)
    assert "Robert" in page_for(alice, general)
    assert ">Bob<" not in page_for(alice, general)


def test_a_page_kept_for_members_is_closed_to_others(general: Room, alice: User, bob: User, say: Say) -> None:
    say(alice, "between us")
    browser = browser_of(bob)
    assert "between us" in browser.get(f"/rooms/{general.pk}/").text
    conversation.remove_member(Membership.objects.get(room=general, user=bob))
    answer = browser.get(f"/rooms/{general.pk}/")
    assert answer.status_code == 403
    assert "between us" not in answer.text


def test_each_reads_the_same_page_in_their_own_zone(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(alice, "when?")
    Message.objects.filter(pk=message.pk).update(created="2026-11-05T20:15:00Z")
    User.objects.filter(pk=bob.pk).update(time_zone="Asia/Kolkata")
    assert ">20:15</time>" in page_for(alice, general)
    assert ">01:45</time>" in page_for(bob, general)


def test_a_page_has_a_nonce_of_its_own(general: Room, alice: User) -> None:
    assert page_for(alice, general) != page_for(alice, general)
