"""A socket belongs to whoever the handshake's cookie signs in."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.sockets import SessionAuthMiddleware, session_key_of


def scope_with(*cookies: bytes) -> dict[str, Any]:
    return {"type": "websocket", "headers": [(b"host", b"localhost"), *((b"cookie", cookie) for cookie in cookies)]}


@pytest.mark.parametrize(
    ("cookies", "key"),
    [
        ((), None),
        ((b"",), None),
        ((b"sessionid=",), None),
        ((b"other=1",), None),
        ((b"sessionid=abc",), "abc"),
        ((b"csrftoken=x; sessionid=abc",), "abc"),
        ((b"csrftoken=x", b"sessionid=abc"), "abc"),
        ((b"broken[]{=1,; sessionid=abc",), "abc"),
        ((b"\xff\xfe; =; ;;; sessionid=abc",), "abc"),
    ],
)
def test_the_session_cookie_is_found_among_others(cookies: tuple[bytes, ...], key: str | None) -> None:
    assert session_key_of(scope_with(*cookies)) == key


async def consumer(scope: dict[str, Any], receive: Any, send: Any) -> Any:
    return scope


@pytest.mark.django_db(transaction=True)
def test_the_consumer_is_told_who_it_is() -> None:
    from asgiref.sync import async_to_sync

    alice = User.objects.create_user("alice")
    browser = Client()
    browser.force_login(alice)
    key = browser.cookies["sessionid"].value
    ask = async_to_sync(SessionAuthMiddleware(consumer))
    scope = ask(scope_with(f"sessionid={key}".encode()), None, None)
    assert (scope["user"], scope["session_key"]) == (alice, key)
    stranger = ask(scope_with(b"sessionid=neverissued"), None, None)
    assert stranger["user"] is None
