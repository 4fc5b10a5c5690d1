"""Who is here: counted by person over all processes, with a time to live, and cheap where thousands are."""

import asyncio
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from accounts.people import save
from accounts.sessions import SignedIn
from rooms import conversation
from rooms.feed import Variant, Viewer, company, presence
from rooms.models import Room
from rooms.presence.known import NOBODY, Here, Known

from .processes import Heard, Process, processes, refuse
from .sockets import open_page, signed_in
from .watching import browser_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr(presence, "TICK_SECONDS", 0.01)
    monkeypatch.setattr(company, "PACE_SECONDS", 0.05)
    settings.PRESENCE_SECONDS = 0.6


def run(story: Callable[[], object]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


def listed(heard: Heard) -> list[str]:
    """Return the names on a page: those of the last frame that has any."""
    frame = next((frame for frame in reversed(heard.frames) if 'id="here"' in frame), "")
    return re.findall(r"</span>\s+<span>([^<]+)</span></li>", frame)


async def eventually(is_so: Callable[[], bool], seconds: float = 3) -> None:
    async with asyncio.timeout(seconds):
        # What is looked at is not ours to signal.
        while not await sync_to_async(is_so)():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def test_a_process_takes_its_people_with_it_when_it_falls_silent() -> None:
    known = Known()
    known.hear("a", {1: frozenset({1, 2})}, 10.0, all=False)
    known.hear("b", {1: frozenset({2, 3})}, 20.0, all=False)
    assert known.here(1) == Here(3, (1, 2, 3))
    assert known.forget_silent(15.0, but="b") == {1}
    assert known.here(1) == Here(2, (2, 3))
    # Its own people a process never forgets.
    assert known.forget_silent(100.0, but="b") == set()
    assert known.forget_silent(100.0, but="c") == {1}
    assert known.here(1) == NOBODY


def test_what_a_beat_does_not_mention_is_over() -> None:
    known = Known()
    known.hear("a", {1: frozenset({1}), 2: frozenset({1})}, 1.0, all=True)
    assert known.hear("a", {2: frozenset({1})}, 2.0, all=True) == {1}
    assert known.here(1) == NOBODY
    assert known.here(2).count == 1


def test_at_most_so_many_are_named_and_the_others_counted(settings) -> None:
    settings.PRESENCE_NAMED = 3
    known = Known()
    known.hear("a", {1: frozenset(range(1, 1001))}, 1.0, all=False)
    assert known.here(1) == Here(1000, (1, 2, 3))


def test_people_are_here_once_over_pages_and_processes(general: Room, alice: User, bob: User) -> None:
    async def story() -> None:
        async with processes(2) as (first, second):
            _, hers = first.open(alice, general.pk)
            first.open(alice, general.pk)
            second.open(alice, general.pk)
            bobs, _ = second.open(bob, general.pk)
            await eventually(lambda: first.names(general.pk) == second.names(general.pk) == ["Alice", "Bob"])
            await eventually(lambda: listed(hers) == ["Alice", "Bob"])
            second.close(bobs)
            await eventually(lambda: listed(hers) == ["Alice"])
            assert first.shown(general.pk).count == 1

    run(story)


def test_a_killed_process_and_a_lost_word_are_made_good(general: Room, alice: User, bob: User) -> None:
    async def story() -> None:
        async with processes(2) as (first, second):
            _, hers = first.open(alice, general.pk)
            second.is_heard = False
            second.open(bob, general.pk)
            await eventually(lambda: first.names(general.pk) == ["Alice"] and len(second.said) > 1)
            second.is_heard = True
            await eventually(lambda: listed(hers) == ["Alice", "Bob"])
            second.kill()
            await eventually(lambda: listed(hers) == ["Alice"])

    run(story)


def test_a_new_process_learns_at_once_what_the_others_know(general: Room, alice: User, settings) -> None:
    settings.PRESENCE_SECONDS = 60

    async def story() -> None:
        async with processes(1) as (first,):
            first.open(alice, general.pk)
            await eventually(lambda: first.names(general.pk) == ["Alice"])
            second = Process()
            first.others, second.others = [second], [first]
            await eventually(lambda: second.names(general.pk) == ["Alice"])
            second.kill()

    run(story)


def test_whoever_reloads_has_not_been_away(general: Room, alice: User, bob: User) -> None:
    async def story() -> None:
        async with processes(1) as (process,):
            _, hers = process.open(alice, general.pk)
            page, _ = process.open(bob, general.pk)
            await eventually(lambda: listed(hers) == ["Alice", "Bob"])
            seen = len(hers.frames)
            process.close(page)
            _, his = process.open(bob, general.pk)
            await eventually(lambda: bool(his.frames))
            assert listed(his) == ["Alice", "Bob"]
            assert len(hers.frames) == seen

    run(story)


def test_the_same_names_are_not_sent_again_only_the_number(general: Room, alice: User, settings) -> None:
    settings.PRESENCE_NAMED = 1
    crowd = [User.objects.create_user(f"person{number}") for number in range(3)]

    async def story() -> None:
        async with processes(1) as (process,):
            _, hers = process.open(alice, general.pk)
            await eventually(lambda: bool(hers.frames))
            for person in crowd:
                process.open(person, general.pk)
            await eventually(lambda: "and 3 more" in hers.frames[-1])
            assert 'id="here"' not in hers.frames[-1]
            assert "4 here" in hers.frames[-1]

    run(story)


def test_many_who_come_cost_few_frames_and_one_rendering_each(general: Room, alice: User, monkeypatch) -> None:
    monkeypatch.setattr(company, "PACE_SECONDS", 0.3)
    crowd = [User.objects.create_user(f"person{number}") for number in range(20)]

    async def story() -> None:
        async with processes(1) as (process,):
            _, hers = process.open(alice, general.pk)
            for person in crowd:
                process.open(person, general.pk)
                await asyncio.sleep(0.05)
            await eventually(lambda: "21 here" in hers.frames[-1])
            # The crowd took a second.
            assert len(hers.frames) <= 5
            assert all(later - earlier > 0.25 for earlier, later in pairwise(hers.times))

    run(story)


def test_a_crowd_is_shown_seldom(alice: User) -> None:
    room, viewer = company.Company(), Viewer(1, SignedIn("", 1, ""), Variant("en", "UTC"), 0, Heard(), refuse)
    viewers = [viewer] * 4000
    times = []
    for tenths in range(200):
        room.show_who_is_here()
        if room.take(1, viewers, Here(tenths), (), tenths / 10):
            times.append(tenths / 10)
    assert times == [0, 4, 8, 12, 16]
    typing = [n for n in range(100, 120) if room.take(1, viewers, NOBODY, (n,), n / 2)]
    assert typing == [100, 104, 108, 112, 116]


def test_a_new_name_is_shown(general: Room, alice: User, bob: User) -> None:
    async def story() -> None:
        key = await sync_to_async(signed_in)(alice)
        async with open_page(general.pk, key) as page:
            await page.hello(0)
            await page.presence("Alice")
            alice.display_name = "Alicia"
            await sync_to_async(save)(alice, ["display_name"])
            await page.presence("Alicia")

    run(story)


def test_the_page_shows_what_the_process_knows(general: Room, alice: User, bob: User) -> None:
    async def story() -> None:
        key = await sync_to_async(signed_in)(alice)
        async with open_page(general.pk, key) as page:
            await page.hello(0)
            await page.presence("1 here")
            text = await sync_to_async(lambda: browser_of(bob).get(f"/rooms/{general.pk}/").text)()
            assert "1 here</small>" in text
            assert "Here now" in text

    run(story)


def test_a_name_is_text(general: Room, alice: User) -> None:
    alice.display_name = "<b id=here>"
    alice.save()

    async def story() -> None:
        async with processes(1) as (process,):
            _, hers = process.open(alice, general.pk)
            await eventually(lambda: bool(hers.frames))
            assert "<b id" not in hers.frames[0]
            assert "&lt;b id=here&gt;" in hers.frames[0]

    run(story)


def test_whoever_loses_access_is_no_longer_here(general: Room, alice: User, bob: User) -> None:
    async def story() -> None:
        keys = [await sync_to_async(signed_in)(user) for user in (alice, bob)]
        async with open_page(general.pk, keys[0]) as hers, open_page(general.pk, keys[1]) as his:
            await hers.hello(0)
            await his.hello(0)
            await hers.presence("2 here")
            await sync_to_async(lambda: conversation.remove_member(general.memberships.get(user=bob)))()
            await hers.presence("1 here")
            assert await his.close_code() == 4403

    run(story)
