"""Authenticates sockets by the session cookie."""

from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings

from .sessions import user_of_session
from .threads import live


def _session_key(scope: dict[str, Any]) -> str | None:
    cookies = SimpleCookie[str]()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                cookies.load(value.decode("latin-1"))
            except CookieError:
                return None
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    return morsel.value if morsel else None


class SessionAuthMiddleware:
    """Puts ``scope["user"]`` (a User or None) and ``scope["session_key"]`` before the consumer.

    With SOCKET_HANDSHAKES people waiting to be known already, it doesn't ask, and sets ``scope["crowded"]``.
    """

    def __init__(self, app: Any) -> None:
        self.app = app
        self._waiting = 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        key = _session_key(scope)
        crowded = self._waiting >= settings.SOCKET_HANDSHAKES
        user = await self._known(key) if key and not crowded else None
        return await self.app({**scope, "user": user, "session_key": key, "crowded": crowded}, receive, send)

    async def _known(self, key: str) -> Any:
        self._waiting += 1
        try:
            return await live.run(partial(user_of_session, key))
        finally:
            self._waiting -= 1
