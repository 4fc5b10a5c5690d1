import asyncio
from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from accounts.models import User
from rooms import conversation
from rooms.models import Membership, Message, Room
from site_config.asgi import application

from .sockets import Page, open_page, signed_in

Say = Callable[..., Message]
pytestmark = pytest.mark.django_db(transaction=True)


def refused(room_id: int, key: str | None) -> tuple[str, int]:
    """Open a socket that is refused, and return what it says and the code that it closes with."""

    async def story() -> tuple[str, int]:
        async with open_page(room_id, key) as page:
            return await page.frame(), await page.close_code()

    return asyncio.run(story())


def test_a_visitor_is_told_to_sign_in(general: Room) -> None:
    reason, code = refused(general.pk, None)
    assert "You are signed out." in reason
    assert code == 4401


def test_an_ended_session_opens_nothing(general: Room, alice: User) -> None:
    key = signed_in(alice)
    alice.set_password("another-password")
    alice.save()
    assert refused(general.pk, key)[1] == 4401


def test_somebody_who_is_not_a_member_is_told_so(general: Room, carol: User) -> None:
    reason, code = refused(general.pk, signed_in(carol))
    assert "not a member" in reason or "no longer a member" in reason
    assert code == 4403


def test_a_room_that_is_not_there_is_said_to_be_gone(alice: User) -> None:
    assert refused(99999, signed_in(alice))[1] == 4404


def test_another_site_gets_no_socket_with_a_visitors_cookie(general: Room, alice: User) -> None:
    key = signed_in(alice)

    async def story() -> bool:
        page = Page(general.pk, key, origin="https://evil.example")
        connected, _ = await page.connect()
        return connected

    assert asyncio.run(story()) is False


def test_a_path_that_leads_nowhere_is_refused_politely(db: None) -> None:
    async def story() -> dict[str, object]:
        headers = [(b"host", b"testserver"), (b"origin", b"http://testserver")]
        socket = WebsocketCommunicator(application, "/ws/nowhere/", headers)
        await socket.connect()
        return await socket.receive_output()

    assert asyncio.run(story()) == {"type": "websocket.close", "code": 4404}


def test_a_removed_member_is_told_and_gets_nothing_more(general: Room, alice: User, bob: User, say: Say) -> None:
    keys, version = (signed_in(alice), signed_in(bob)), say(alice, "before").version
    membership = Membership.objects.get(room=general, user=bob)

    async def story() -> None:
        async with open_page(general.pk, keys[0]) as hers, open_page(general.pk, keys[1]) as his:
            await hers.hello(version)
            await his.hello(version)
            await sync_to_async(conversation.remove_member)(membership)
            assert "You are no longer a member of this room." in await his.frame()
            assert await his.close_code() == 4403
            assert "Bob" not in await hers.frame()
            await sync_to_async(say)(alice, "between us")
            assert "between us" in await hers.frame()
            assert await his.receive_nothing()

    asyncio.run(story())


@pytest.mark.parametrize(
    "text", ["null", "{", "[]", '"hello"', '{"type": "hello"}', "[" * 4000, '{"type":1,"cursor":"x"}']
)
def test_a_frame_that_makes_no_sense_ends_only_its_own_socket(
    general: Room, alice: User, bob: User, say: Say, text: str
) -> None:
    keys = (signed_in(alice), signed_in(bob))

    async def story() -> None:
        async with open_page(general.pk, keys[0]) as hers, open_page(general.pk, keys[1]) as his:
            await hers.hello(0)
            await his.send_to(text_data=text)
            assert "reload" in await his.frame()
            assert await his.close_code() == 4400
            message = await sync_to_async(say)(alice, "unharmed")
            while hers.cursor < message.version:
                frame = await hers.frame()
            assert "unharmed" in frame

    asyncio.run(story())


def test_a_huge_frame_is_refused(general: Room, alice: User) -> None:
    key = signed_in(alice)

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.send_to(text_data="x" * 5000)
            assert "too much in one go" in await page.frame()
            assert await page.close_code() == 4413

    asyncio.run(story())


def test_a_binary_frame_is_refused(general: Room, alice: User) -> None:
    key = signed_in(alice)

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.send_to(bytes_data=b"\x00\xff")
            assert await page.close_code() == 4400

    asyncio.run(story())


def test_a_page_that_says_too_much_is_refused(general: Room, alice: User, settings) -> None:
    settings.SOCKET_FRAMES_BURST, settings.SOCKET_FRAMES_PER_SECOND = 3, 1
    key = signed_in(alice)

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            for _ in range(4):
                await page.send_to(text_data='{"type": "hello", "cursor": "0"}')
            assert await page.close_code() == 4429

    asyncio.run(story())


def test_one_person_may_have_only_so_many_pages_open(general: Room, alice: User, bob: User, settings) -> None:
    settings.SOCKETS_PER_PERSON = 2
    hers, his = signed_in(alice), signed_in(bob)

    async def story() -> None:
        async with open_page(general.pk, hers), open_page(general.pk, hers) as second:
            await second.hello(0)
            async with open_page(general.pk, hers) as third:
                assert "too many rooms open" in await third.frame()
                assert await third.close_code() == 4430
            async with open_page(general.pk, his) as page:
                assert ">Live<" in await page.hello(0)
        async with open_page(general.pk, hers) as page:
            assert ">Live<" in await page.hello(0)

    asyncio.run(story())


def test_with_too_many_at_the_door_one_is_asked_to_come_back(general: Room, alice: User, settings) -> None:
    settings.SOCKET_HANDSHAKES = 0
    reason, code = refused(general.pk, signed_in(alice))
    assert "Reconnecting" in reason
    assert code == 3013


def test_a_page_from_before_a_deploy_is_asked_to_reload(general: Room, alice: User) -> None:
    key = signed_in(alice)

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.send_to(text_data='{"type": "hello", "cursor": "0", "build": "an-older-one"}')
            assert "Parley has been updated." in await page.frame()
            assert ">Live<" in await page.frame()

    asyncio.run(story())


def test_the_only_page_of_a_room_is_told_why_it_ends(general: Room, bob: User) -> None:
    key, membership = signed_in(bob), Membership.objects.get(room=general, user=bob)

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.hello(general.version)
            await sync_to_async(conversation.remove_member)(membership)
            assert "You are no longer a member of this room." in await page.frame()
            assert await page.close_code() == 4403

    asyncio.run(story())
