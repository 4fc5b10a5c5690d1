"""The sockets that tell what calls somebody: who may open one, what it says, and when it ends."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings

import alerts.calling as alerting
from accounts.models import User
from rooms import access, conversation
from rooms.models import Membership, Message, Room
from rooms.room_list import digest
from site_config.asgi import application

from .sockets import open_page, signed_in

Say = Callable[..., Message]
pytestmark = pytest.mark.django_db(transaction=True)


def run(story: Callable[[], Any]) -> None:
    asyncio.run(story())


class Attending(WebsocketCommunicator):
    """A page that is no room's, and only has its socket."""

    async def hello(self, alerts: str = "0", rooms: str | None = None, **more: str) -> None:
        said = {"type": "hello", "title": "Bookmarks · Parley", "alerts_shown": alerts, **more}
        if rooms is not None:
            said["rooms_shown"] = rooms
        await self.send_to(text_data=json.dumps(said))

    async def frame(self) -> str:
        text: str = await self.receive_from(timeout=3)
        return text

    async def close_code(self) -> int:
        while True:
            output = await self.receive_output(timeout=3)
            if output["type"] == "websocket.close":
                return int(output["code"])


@asynccontextmanager
async def attending(session_key: str | None) -> AsyncIterator[Attending]:
    headers = [(b"host", b"testserver"), (b"origin", b"http://testserver")]
    if session_key:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session_key}".encode()))
    page = Attending(application, "/ws/alerts/", headers)
    assert (await page.connect())[0]
    try:
        yield page
    finally:
        await page.disconnect()


def test_nobody_attends_without_signing_in(db: None) -> None:
    async def story() -> None:
        async with attending(None) as page:
            assert await page.close_code() == 4401

    run(story)


@pytest.mark.parametrize("said", ["x", "{", "[]", '{"type": "hello"}', '{"type": "seen", "alerts_shown": "0"}'])
def test_what_is_no_hello_ends_the_line(bob: User, said: str) -> None:
    key = signed_in(bob)

    async def story() -> None:
        async with attending(key) as page:
            await page.send_to(text_data=said)
            assert await page.close_code() == 4400

    run(story)


def test_a_page_that_shows_something_old_is_put_right_and_one_that_is_right_hears_nothing(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    say(alice, "@bob <b>")
    key, right = signed_in(bob), digest(access.room_list(bob))

    async def story() -> None:
        async with attending(key) as page:
            await page.hello("0", "old")
            frame = await page.frame()
            assert "<title>(1) Bookmarks · Parley</title>" in frame
            assert ", 1 unread<" in frame
            assert f'value="{right}"' in frame
        async with attending(key) as page:
            await page.hello("1", right)
            assert await page.receive_nothing(1)

    run(story)


def test_whatever_calls_is_said_at_once_and_whatever_is_read_too(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    key = signed_in(bob)

    async def story() -> None:
        async with attending(key) as page:
            await page.hello()
            message = await sync_to_async(say)(alice, "@bob")
            assert ", 1 unread<" in await page.frame()
            await sync_to_async(alerting.mark_read)(bob)
            assert "<title>Bookmarks" in await page.frame()
            await sync_to_async(conversation.delete)(message)
            assert await page.receive_nothing(0.5)

    run(story)


def test_what_a_page_says_is_not_taken_for_html(general: Room, alice: User, bob: User, say: Say) -> None:
    key = signed_in(bob)

    async def story() -> None:
        async with attending(key) as page:
            await page.hello(title="</title><script>1</script>")
            await sync_to_async(say)(alice, "@bob")
            assert "<script" not in await page.frame()

    run(story)


def test_a_room_page_hears_both_over_its_one_socket(general: Room, alice: User, bob: User, say: Say) -> None:
    other = conversation.create_room("Other", alice)
    conversation.add_member(other.pk, bob)
    key = signed_in(bob)
    shown = digest(access.room_list(bob), general.pk)

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            said = {"type": "hello", "cursor": "0", "alerts_shown": "0", "rooms_shown": shown, "title": "General"}
            await page.send_to(text_data=json.dumps(said))
            await page.frame()
            await sync_to_async(conversation.post)(other.pk, alice, "@bob", "test-other", paced=False)
            frame = await page.frame()
            assert ", 1 unread<" in frame
            assert "unread</small>" in frame
            assert 'aria-current="page"><span>General' in frame
            # The room that the page shows is never unread there.
            await sync_to_async(say)(alice, "hello")
            assert "hello" in await page.frame()
            assert await page.receive_nothing(0.5)

    run(story)


def test_a_page_of_before_there_were_alerts_hears_of_none(general: Room, alice: User, bob: User, say: Say) -> None:
    key = signed_in(bob)

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.hello(general.version)
            await sync_to_async(say)(alice, "@bob")
            assert "mention" in await page.frame()
            assert await page.receive_nothing(0.5)

    run(story)


def test_a_room_that_is_lost_leaves_the_list_at_once_with_its_alerts(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    say(alice, "@bob")
    key = signed_in(bob)
    shown = digest(access.room_list(bob))

    async def story() -> None:
        async with attending(key) as page:
            await page.hello("1", shown)
            membership = await Membership.objects.aget(room=general, user=bob)
            await asyncio.sleep(0.3)
            await sync_to_async(conversation.remove_member)(membership)
            frame = await page.frame()
            assert "General" not in frame
            assert "<title>Bookmarks" in frame
            await sync_to_async(say)(alice, "@bob @room secret")
            assert await page.receive_nothing(0.5)
            await sync_to_async(conversation.join)(general, bob)
            assert "General" in await page.frame()
            await sync_to_async(conversation.change_room)(general.pk, name="Renamed", kind="open")
            assert "Renamed" in await page.frame()

    run(story)


@pytest.mark.parametrize("how", ["deactivated", "password"])
def test_a_line_ends_with_the_session(bob: User, how: str) -> None:
    key = signed_in(bob)

    def end() -> None:
        if how == "deactivated":
            bob.is_active = False
        else:
            bob.set_password("another")
        bob.save()

    async def story() -> None:
        async with attending(key) as page:
            await page.hello()
            await asyncio.sleep(0.3)
            await sync_to_async(end)()
            assert await page.close_code() == 4401

    run(story)


def test_what_a_live_page_has_shown_is_kept_and_no_more_than_it_was_sent(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    key, message = signed_in(bob), say(alice, "hello")

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.hello(0)
            await page.send_to(text_data=json.dumps({"type": "seen", "cursor": "999999"}))
            for _ in range(40):
                await asyncio.sleep(0.1)
                if (await Membership.objects.aget(room=general, user=bob)).read_position >= message.position:
                    break
            general_now = await Room.objects.aget(pk=general.pk)
            membership = await Membership.objects.aget(room=general, user=bob)
            assert message.position <= membership.read_position <= general_now.version

    run(story)
