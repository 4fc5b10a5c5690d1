"""Who is typing: told to everybody but themselves, in few frames, and over by itself."""

import asyncio
import json
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from rooms.feed import company, presence
from rooms.models import Message, Room
from rooms.page_says import Refused, content_of, typing_in
from rooms.presence.typing import Typing

from .processes import Heard, processes
from .sockets import open_page, signed_in
from .test_presence import eventually

Say = Callable[..., Message]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr(presence, "TICK_SECONDS", 0.01)
    monkeypatch.setattr(company, "PACE_SECONDS", 0.05)
    monkeypatch.setattr(presence, "ON_THE_WAY_SECONDS", 0.1)
    settings.TYPING_SECONDS = 0.5


def run(story: Callable[[], object]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


def said(heard: Heard) -> str:
    """Return what a page says of who is typing."""
    frames = [frame for frame in heard.frames if 'id="typing"' in frame]
    if not frames:
        return ""
    found = re.search(r'id="typing"[^>]*>(?:<span>)?([^<]*)', frames[-1])
    return found[1] if found else ""


def test_everybody_is_forgotten_by_themselves() -> None:
    typing = Typing()
    typing.types(1, "a", 7, until=5.0)
    typing.types(1, "b", 7, until=6.0)
    typing.types(1, "a", 8, until=9.0)
    assert typing.now(1, 4.0) == (7, 8)
    assert typing.now(1, 5.0) == (7, 8)
    assert typing.now(1, 5.0, "a") == (8,)
    assert typing.now(1, 6.0) == (8,)
    assert typing.now(1, 9.0) == ()
    assert typing.now(2, 0.0) == ()


def test_a_process_says_everybody_who_types_there() -> None:
    typing = Typing()
    typing.hear(1, "a", [7, 8], until=5.0)
    typing.hear(1, "b", [9], until=5.0)
    typing.hear(1, "a", [8], until=6.0)
    assert set(typing.now(1, 0.0)) == {8, 9}
    assert typing.stop(1, 9)
    assert not typing.stop(1, 9)
    typing.hear(1, "a", [], until=7.0)
    assert typing.now(1, 0.0) == ()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ('{"type": "typing", "headers": {}}', True),
        ('{"type": "typing", "body": ""}', False),
        ('{"type": "typing", "body": ["", ""]}', True),
        ('{"type": "hello", "cursor": "3"}', None),
        ('{"type": "hello", "typing": 1}', None),
        ('["typing"]', None),
        ('{"type": "typing"', None),
        ('{"type": "typing", "x": ' + "[" * 3000, None),
        ("", None),
    ],
)
def test_what_a_page_may_say(text: str, outcome: bool | None) -> None:
    try:
        says = typing_in(content_of(text))
    except Refused:
        says = None
    assert says is outcome


def test_others_see_it_and_oneself_does_not(general: Room, alice: User, bob: User, carol: User) -> None:
    async def story() -> None:
        async with processes(2) as (first, second):
            _, hers = first.open(alice, general.pk)
            _, his = first.open(bob, general.pk)
            _, carols = second.open(carol, general.pk)
            await eventually(lambda: second.shown(general.pk).count == 3)
            first.presence.types(general.pk, alice.pk)
            await eventually(lambda: said(his) == said(carols) == "Alice is typing…")
            assert said(hers) == ""
            first.presence.types(general.pk, alice.pk)
            first.presence.types(general.pk, bob.pk)
            await eventually(lambda: said(carols) == "Alice and Bob are typing…")
            await eventually(lambda: (said(hers), said(his)) == ("Bob is typing…", "Alice is typing…"))
            for user in (alice, bob):
                first.presence.types(general.pk, user.pk)
            second.presence.types(general.pk, carol.pk)
            await eventually(lambda: said(hers) == "Bob and Carol are typing…")
            # Nobody types any more.
            await eventually(lambda: said(hers) == said(his) == said(carols) == "")
            assert not any("Alice" in each for each in map(typing_part, hers.frames))

    run(story)


def typing_part(frame: str) -> str:
    return frame.partition('id="typing"')[2]


def test_more_than_three_are_several_people(general: Room, alice: User) -> None:
    crowd = [User.objects.create_user(f"person{number}") for number in range(5)]

    async def story() -> None:
        async with processes(1) as (process,):
            _, hers = process.open(alice, general.pk)
            _, one = process.open(crowd[0], general.pk)
            for person in crowd:
                process.presence.types(general.pk, person.pk)
            await eventually(lambda: said(hers) == said(one) == "Several people are typing…")

    run(story)


def test_one_frame_for_each_span_however_many_type(general: Room, alice: User, monkeypatch) -> None:
    monkeypatch.setattr(company, "PACE_SECONDS", 0.3)
    crowd = [User.objects.create_user(f"person{number}") for number in range(20)]

    async def story() -> None:
        async with processes(2) as (first, second):
            _, hers = first.open(alice, general.pk)
            pages = [second.open(person, general.pk)[0] for person in crowd]
            await eventually(lambda: first.shown(general.pk).count == 21)
            for _ in range(3):
                for page in pages:
                    second.presence.types(general.pk, page.user_id)
                    await asyncio.sleep(0.01)
                    second.presence.stopped(general.pk, page.user_id)
            await asyncio.sleep(1)
            assert said(hers) == ""
            assert all(later - earlier > 0.25 for earlier, later in pairwise(hers.times)), hers.times

    run(story)


def test_it_stays_while_it_is_said_again_and_is_repeated_before_the_page_forgets(
    general: Room, alice: User, bob: User, monkeypatch
) -> None:
    monkeypatch.setattr(company, "TYPING_AGAIN_SECONDS", 0.3)

    async def story() -> None:
        async with processes(1) as (process,):
            _, his = process.open(bob, general.pk)
            process.open(alice, general.pk)
            for _ in range(10):
                process.presence.types(general.pk, alice.pk)
                await asyncio.sleep(0.1)
            texts = [typing_part(frame) for frame in his.frames if "is typing" in frame]
            # Said ten times.
            assert 2 <= len(texts) <= 6
            assert said(his) == "Alice is typing…"

    run(story)


def test_whoever_comes_meanwhile_is_told(general: Room, alice: User, bob: User, settings) -> None:
    settings.TYPING_SECONDS = 5

    async def story() -> None:
        async with processes(1) as (process,):
            page, _ = process.open(alice, general.pk)
            process.presence.types(general.pk, page.user_id)
            await asyncio.sleep(0.2)
            _, his = process.open(bob, general.pk)
            await eventually(lambda: said(his) == "Alice is typing…")
            process.close(page)
            await eventually(lambda: said(his) == "")

    run(story)


def test_the_socket_tells_and_a_message_ends_it(general: Room, alice: User, bob: User, say: Say, settings) -> None:
    settings.TYPING_SECONDS = 30
    keys = [signed_in(alice), signed_in(bob)]

    async def story() -> None:
        async with open_page(general.pk, keys[0]) as hers, open_page(general.pk, keys[1]) as his:
            # Before its hello nobody listens.
            await hers.type()
            await hers.hello(0)
            await his.hello(0)
            await hers.type()
            await his.presence("Alice is typing")
            await hers.type(is_empty=True)
            frame = await his.presence('id="typing"')
            assert "Alice is" not in typing_part(frame)
            await hers.type()
            await his.presence("Alice is typing")
            await sync_to_async(say)(alice, "done")
            assert "done" in await his.frame()
            assert "Alice is" not in typing_part(await his.presence('id="typing"'))

    run(story)


def test_saying_it_too_often_ends_the_page(general: Room, alice: User, settings) -> None:
    settings.SOCKET_FRAMES_BURST = 10
    key = signed_in(alice)

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.hello(0)
            for _ in range(12):
                await page.send_to(text_data=json.dumps({"type": "typing"}))
            assert await page.close_code() == 4429

    run(story)


def test_another_process_forgets_them_when_theirs_dies(general: Room, alice: User, bob: User) -> None:
    async def story() -> None:
        async with processes(2) as (first, second):
            _, hers = first.open(alice, general.pk)
            second.open(bob, general.pk)
            await eventually(lambda: first.shown(general.pk).count == 2)
            second.presence.types(general.pk, bob.pk)
            await eventually(lambda: said(hers) == "Bob is typing…")
            second.kill()
            await eventually(lambda: said(hers) == "")

    run(story)
