import asyncio
from collections.abc import Callable, Collection

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from rooms import conversation
from rooms.feed import delivery
from rooms.models import Message, Room

from .sockets import open_page, signed_in

Say = Callable[..., Message]
pytestmark = pytest.mark.django_db(transaction=True)


def run(story: Callable[[], object]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


def test_hello_brings_what_the_page_lacks_and_says_live(general: Room, alice: User, bob: User, say: Say) -> None:
    key, first, second = signed_in(bob), say(alice, "first"), say(alice, "second")

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            frame = await page.hello(first.version)
            assert f'id="m{second.position}"' in frame
            assert f'id="m{first.position}"' not in frame
            assert ">Live<" in frame
            assert page.cursor == second.version

    run(story)


def test_a_post_reaches_every_member_once_and_in_order(general: Room, alice: User, bob: User, say: Say) -> None:
    keys = [signed_in(alice), signed_in(bob)]
    version = say(alice, "before").version

    async def story() -> None:
        async with open_page(general.pk, keys[0]) as hers, open_page(general.pk, keys[1]) as his:
            for page in (hers, his):
                await page.hello(version)
            posted = [await sync_to_async(say)(author, f"live {n}") for n, author in enumerate((alice, bob, alice))]
            for page in (hers, his):
                seen = ""
                while page.cursor < posted[-1].version:
                    seen += await page.frame()
                places = [seen.find(f'id="m{message.position}"') for message in posted]
                assert -1 not in places
                assert places == sorted(places)
                assert all(seen.count(f'id="m{message.position}"') == 1 for message in posted)

    run(story)


def test_people_who_see_alike_get_the_same_frame_from_one_read(
    general: Room, alice: User, bob: User, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    prepare = delivery._prepare

    def counted(room_id: int, lacks: Collection[delivery.Lack]) -> delivery.Delivery | None:
        reads.append(room_id)
        return prepare(room_id, lacks)

    monkeypatch.setattr(delivery, "_prepare", counted)
    keys = [signed_in(alice), signed_in(bob)]
    version = say(alice, "before").version

    async def story() -> None:
        async with open_page(general.pk, keys[0]) as hers, open_page(general.pk, keys[1]) as his:
            await hers.hello(version)
            await his.hello(version)
            reads.clear()
            await sync_to_async(say)(alice, "news")
            assert await hers.frame() == await his.frame()
            assert len(reads) == 1

    run(story)


def test_an_edit_and_a_deletion_update_the_message_in_place(general: Room, alice: User, bob: User, say: Say) -> None:
    key, message = signed_in(bob), say(alice, "words")

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.hello(message.version)
            await sync_to_async(conversation.edit)(message, "better words")
            frame = await page.frame()
            assert f'hx-target="#m{message.position}:not(:has(.editor))" hx-swap="outerMorph"' in frame
            assert "better words" in frame
            await sync_to_async(conversation.delete)(message)
            frame = await page.frame()
            assert "better words" not in frame
            assert "This message was deleted." in frame

    run(story)


def test_a_wake_up_that_was_lost_is_made_good_by_the_heartbeat(
    general: Room, alice: User, bob: User, say: Say, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FEED_HEARTBEAT_SECONDS = 1
    key, version = signed_in(bob), say(alice, "before").version

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.hello(version)
            monkeypatch.setattr("rooms.conversation.versions.wake_room", lambda *_: None)
            message = await sync_to_async(say)(alice, "unheard")
            while page.cursor < message.version:
                frame = await page.frame()
            assert "unheard" in frame

    run(story)


def test_a_page_may_ask_again_for_what_came_by_http(general: Room, alice: User, bob: User, say: Say) -> None:
    key, old = signed_in(bob), say(alice, "old")
    version = say(alice, "new").version
    conversation.edit(old, "old, edited")

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.hello(version + 1)
            assert "old, edited" in await page.hello(old.version)

    run(story)


def test_each_sees_days_and_times_in_their_own_zone(general: Room, alice: User, bob: User, say: Say) -> None:
    bob.time_zone = "Asia/Kolkata"
    bob.save()
    message = say(alice, "when?")
    Message.objects.filter(pk=message.pk).update(created="2026-11-05T20:15:00Z")
    keys = [signed_in(alice), signed_in(bob)]

    async def story() -> None:
        for key, time, day in ((keys[0], "20:15", "5 November"), (keys[1], "01:45", "6 November")):
            async with open_page(general.pk, key) as page:
                frame = await page.hello(0)
                assert f">{time}</time>" in frame
                assert day in frame

    run(story)
