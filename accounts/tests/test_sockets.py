"""A socket belongs to whoever the handshake's cookie signs in."""

from typing import Any

import pytest
from asgiref.sync import async_to_sync

from accounts.sockets import SessionMiddleware, session_key_of


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


def test_the_consumer_is_told_the_session() -> None:
    async def consumer(scope: dict[str, Any], receive: Any, send: Any) -> Any:
        return scope["session_key"]

    told = async_to_sync(SessionMiddleware(consumer))
    assert told(scope_with(b"sessionid=abc"), None, None) == "abc"
    assert told(scope_with(), None, None) is None
