"""Who deletes their account leaves every room at once, and what they said stays without their name or goes too."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from rooms import conversation
from rooms.models import Membership, Message, Room

PAGE = "/accounts/delete/"
CONFIRMED = {"username": "bob", "password": "parley-demo"}
Say = Callable[..., Message]


@pytest.fixture
def browser(bob: User) -> Client:
    client = Client()
    client.force_login(bob)
    return client


def test_what_was_said_stays_as_a_former_members(
    general: Room, alice: User, bob: User, say: Say, browser: Client
) -> None:
    message = say(bob, "I was here")
    conversation.toggle_reaction(message, bob, "👍")
    assert browser.post(PAGE, CONFIRMED | {"words": "keep"}).headers["Location"] == "/accounts/login/"
    hers = Client()
    hers.force_login(alice)
    page = hers.get(f"/rooms/{general.pk}/").text
    assert "I was here" in page
    assert "Former member" in page
    assert "Bob" not in page
    bob.refresh_from_db()
    assert (bob.email, bob.is_active, bob.has_usable_password()) == ("", False, False)
    assert not Membership.objects.filter(user=bob).exists()
    assert not Session.objects.exists() or "_auth_user_id" not in browser.session
    assert User.objects.filter(username="bob").count() == 0


def test_what_was_said_goes_if_that_is_wished(general: Room, alice: User, bob: User, say: Say, browser: Client) -> None:
    said = say(bob, "forget this")
    hers = say(alice, "hello Bob")
    conversation.toggle_reaction(hers, bob, "👍")
    before = Room.objects.get(pk=general.pk).version
    browser.post(PAGE, CONFIRMED | {"words": "remove"})
    said.refresh_from_db()
    hers.refresh_from_db()
    assert said.deleted
    assert said.body == ""
    assert said.version > before
    assert hers.body == "hello Bob"
    assert hers.reacted is None


def test_who_has_left_nothing_is_deleted(general: Room, bob: User, browser: Client) -> None:
    browser.post(PAGE, CONFIRMED | {"words": "keep"})
    assert not User.objects.filter(pk=bob.pk).exists()


def test_an_only_owners_room_is_handed_to_the_longest_moderator(
    alice: User, bob: User, carol: User, browser: Client
) -> None:
    room = conversation.create_room("Bob's", bob)
    conversation.add_member(room.pk, alice)
    conversation.add_member(room.pk, carol, Membership.Role.MODERATOR)
    browser.post(PAGE, CONFIRMED | {"words": "keep"})
    roles = dict(Membership.objects.filter(room=room).values_list("user__username", "role"))
    assert roles == {"alice": "member", "carol": "owner"}


def test_a_room_with_another_owner_stays_as_it_is(
    general: Room, alice: User, carol: User, bob: User, browser: Client
) -> None:
    conversation.add_member(general.pk, carol, Membership.Role.MODERATOR)
    browser.post(PAGE, CONFIRMED | {"words": "keep"})
    roles = dict(Membership.objects.filter(room=general).values_list("user__username", "role"))
    assert roles == {"alice": "owner", "carol": "moderator"}


@pytest.mark.parametrize(
    "wrong", [{"password": "guess"}, {"username": "Bob"}, {"username": ""}, {"words": "burn"}, {"password": ""}]
)
def test_without_both_proofs_nothing_happens(bob: User, browser: Client, wrong: dict[str, str]) -> None:
    answer = browser.post(PAGE, CONFIRMED | {"words": "remove"} | wrong)
    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.text
    assert "guess" not in answer.text
    bob.refresh_from_db()
    assert bob.is_active


def test_the_only_admin_is_told_to_make_another_first(bob: User, browser: Client) -> None:
    User.objects.filter(pk=bob.pk).update(is_superuser=True)
    assert "You are the only admin." in browser.post(PAGE, CONFIRMED | {"words": "keep"}).text
    assert User.objects.get(pk=bob.pk).is_active


def test_guessing_passwords_here_is_stopped(bob: User, browser: Client) -> None:
    answers = [browser.post(PAGE, CONFIRMED | {"words": "keep", "password": "guess"}).text for _ in range(12)]
    assert "Too many attempts" in answers[-1]
