"""Home and a room's page ask the database the same number of times, however much there is."""

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from rooms import conversation
from rooms.fragments import fragments
from rooms.models import Membership, Message, Room

from .watching import browser_of

Say = Callable[..., Message]


def queries_of(user: User, address: str) -> int:
    """Return how many queries a page takes for somebody who was there minutes ago, with nothing kept in memory."""
    browser = browser_of(user)
    browser.get(address)
    caches["fragments"].clear()
    fragments.clear()
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def more_rooms(user: User) -> None:
    rooms = Room.objects.bulk_create(Room(name=f"Room {number}") for number in range(60))
    Membership.objects.bulk_create(Membership(room=room, user=user) for room in rooms[:30])
    for number in range(5):
        conversation.open_direct(user, [User.objects.create_user(f"friend{number}")])


def more_members(room: Room) -> None:
    people = User.objects.bulk_create(User(username=f"member{number}") for number in range(120))
    Membership.objects.bulk_create(Membership(room=room, user=person) for person in people)


def more_messages(say: Say, *authors: User) -> None:
    first = say(authors[0], "first")
    for number in range(60):
        message = say(authors[number % len(authors)], f"message {number}", to=first if number % 7 == 0 else None)
        if number % 10 == 0:
            conversation.toggle_reaction(message, authors[0], "👍")
            conversation.pin(message, authors[0])


@pytest.mark.parametrize("page", ["home", "room", "alerts"])
def test_a_page_costs_the_same_however_much_there_is(
    general: Room, alice: User, bob: User, carol: User, say: Say, page: str
) -> None:
    conversation.add_member(general.pk, carol)
    # One of each kind, so that what is looked up only where there is something is looked up.
    message = say(bob, "@alice hello")
    say(alice, "reply", to=message)
    conversation.toggle_reaction(message, alice, "👍")
    conversation.pin(message, alice)
    address = {"home": "/", "room": general.get_absolute_url(), "alerts": "/alerts/"}[page]
    few = queries_of(alice, address)
    more_rooms(alice)
    more_members(general)
    more_messages(say, bob, carol)
    assert queries_of(alice, address) == few
