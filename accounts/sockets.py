"""Authenticates sockets by the session cookie."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from .sessions import user_of_session
from .threads import live


def session_key_of(scope: dict[str, Any]) -> str | None:
    """Return what the handshake's session cookie holds. Cookies are read as pages read them: a broken one of another
    application on the same host hides no other."""
    header = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(header).get(settings.SESSION_COOKIE_NAME) or None


class SessionAuthMiddleware:
    """Puts ``scope["user"]`` (a User or None) and ``scope["session_key"]`` before the consumer.

    With SOCKET_HANDSHAKES people waiting to be known already, it doesn't ask, and sets ``scope["crowded"]``.
    """

    def __init__(self, app: Any) -> None:
        self.app = app
        self._waiting = 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        key = session_key_of(scope)
        crowded = self._waiting >= settings.SOCKET_HANDSHAKES
        user = await self._known(key) if key and not crowded else None
        return await self.app({**scope, "user": user, "session_key": key, "crowded": crowded}, receive, send)

    async def _known(self, key: str) -> Any:
        self._waiting += 1
        try:
            return await live.run(partial(user_of_session, key))
        finally:
            self._waiting -= 1
