"""Before somebody is mailed, every process is asked whether they have a page open."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from rooms import conversation
from rooms.models import Room
from rooms.presence import asking
from rooms.presence.asking import here_now

from .sockets import open_page, signed_in
from .test_attention import attending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _answers_come_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ANSWER_SECONDS", 0.3)


async def ask(*people: User) -> set[int]:
    return await sync_to_async(here_now, thread_sensitive=False)([person.pk for person in people])


def run(story: Callable[[], Any]) -> None:
    asyncio.run(story())


def test_whoever_has_a_page_of_any_kind_is_here(general: Room, alice: User, bob: User, carol: User) -> None:
    conversation.add_member(general.pk, carol)
    keys = {person.pk: signed_in(person) for person in (alice, bob)}

    async def story() -> None:
        async with open_page(general.pk, keys[alice.pk]) as room, attending(keys[bob.pk]) as page:
            await room.hello(0)
            # It shows something wrong, so it gets an answer.
            await page.hello("1")
            await page.frame()
            assert await ask(alice, bob, carol) == {alice.pk, bob.pk}
            assert await ask(bob, carol) == {bob.pk}
            assert await ask(carol) == set()
        assert await ask(alice, bob, carol) == set()

    run(story)


def test_where_nobody_listens_nobody_is_here(alice: User) -> None:
    assert here_now([alice.pk]) == set()
    assert here_now([]) == set()


def test_a_layer_that_is_away_keeps_nobody_from_being_mailed(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise ConnectionError

    monkeypatch.setattr(asking, "get_channel_layer", away)
    assert here_now([alice.pk]) == set()
