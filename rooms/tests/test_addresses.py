"""An address with a number that no room can have is not found, on pages and on sockets."""

import pytest
from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.test import Client

from accounts.models import User
from rooms import conversation
from site_config.asgi import application

HUGE = [2**31, 2**63 - 1, 2**63, 10**18, 10**400]


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice")


@pytest.fixture
def browser(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("number", HUGE)
def test_a_room_with_a_huge_number_is_not_found(browser: Client, number: int) -> None:
    assert browser.get(f"/rooms/{number}/").status_code == 404
    assert browser.post(f"/rooms/{number}/messages/", {"body": "Hello"}).status_code == 404
    assert browser.post(f"/rooms/{number}/join/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("number", HUGE)
def test_a_message_with_a_huge_number_is_not_found(browser: Client, alice: User, number: int) -> None:
    room = conversation.create_room("General", alice)
    assert browser.get(f"/rooms/{room.pk}/").status_code == 200
    assert browser.get(f"/rooms/{room.pk}/messages/{number}/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", [*(f"/ws/rooms/{number}/" for number in HUGE), "/ws/nothing/", "/"])
def test_a_socket_to_nowhere_is_closed_for_good(browser: Client, path: str) -> None:
    cookie = f"sessionid={browser.cookies['sessionid'].value}".encode()

    async def close_code() -> int:
        socket = WebsocketCommunicator(application, path, headers=[(b"cookie", cookie)])
        connected, _ = await socket.connect()
        assert connected
        while (message := await socket.receive_output(timeout=5))["type"] != "websocket.close":
            pass
        await socket.wait()
        code: int = message["code"]
        return code

    assert async_to_sync(close_code)() == 4404
