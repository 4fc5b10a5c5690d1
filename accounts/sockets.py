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
    """Puts ``scope["user"]`` (a User or None) and ``scope["session_key"]`` before the consumer."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        session_key = _session_key(scope)
        user = await live.run(partial(user_of_session, session_key)) if session_key else None
        return await self.app({**scope, "user": user, "session_key": session_key}, receive, send)
