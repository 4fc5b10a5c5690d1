"""Reads the session cookie of a socket's handshake."""

from typing import Any

from django.conf import settings
from django.http import parse_cookie


def session_key_of(scope: dict[str, Any]) -> str | None:
    """Return what the handshake's session cookie holds.

    Cookies are read as pages read them: a broken one of another application on the same host hides no other.
    """
    header = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(header).get(settings.SESSION_COOKIE_NAME) or None


class SessionMiddleware:
    """Puts ``scope["session_key"]`` before the consumer, which finds out whose it is (``accounts.sessions``).

    It does so after it has accepted the socket, and together with what else it has to look up: Daphne refuses a
    handshake that is not accepted within seconds, so looking first would, after a restart with thousands of pages
    coming back at once, do most of the work in vain.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        return await self.app({**scope, "session_key": session_key_of(scope)}, receive, send)
