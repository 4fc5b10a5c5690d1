from collections.abc import Callable
from itertools import count

import pytest
from django.core.cache import cache

from accounts.models import User
from rooms import conversation
from rooms.models import Membership, Message, Room

from .hostile_web import web  # noqa: F401


def _person(name: str) -> User:
    return User.objects.create_user(name, f"{name}@example.com", "parley-demo", display_name=name.title())


@pytest.fixture
def alice(db: None) -> User:
    return _person("alice")


@pytest.fixture
def bob(db: None) -> User:
    return _person("bob")


@pytest.fixture
def carol(db: None) -> User:
    return _person("carol")


@pytest.fixture
def general(alice: User, bob: User) -> Room:
    """An open room of Alice, who owns it, and Bob."""
    room = conversation.create_room("General", alice)
    conversation.add_member(room.pk, bob)
    room.refresh_from_db()
    return room


@pytest.fixture
def club(general: Room, bob: User, carol: User) -> Room:
    """General, with Alice its owner, Bob a moderator and Carol a member."""
    Membership.objects.filter(room=general, user=bob).update(role="moderator")
    conversation.add_member(general.pk, carol)
    general.refresh_from_db()
    return general


@pytest.fixture
def dora(club: Room) -> User:
    """Another member, to whom things are done."""
    user = User.objects.create_user("dora", display_name="Dora")
    conversation.add_member(club.pk, user)
    club.refresh_from_db()
    return user


@pytest.fixture(autouse=True)
def _unhurried() -> None:
    cache.clear()


@pytest.fixture
def say(general: Room) -> Callable[..., Message]:
    """Return a function that posts in General with a nonce of its own."""
    nonces = count()

    def post(author: User, body: str, to: Message | None = None) -> Message:
        nonce, reply_to = f"test-{next(nonces):08d}", to.position if to else None
        return conversation.post(general.pk, author, body, nonce, paced=False, reply_to=reply_to).message

    return post
