"""Refuses sockets that another site opens with a visitor's cookie."""

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import validate_host


class SameOrigin:
    """Lets a handshake through when its Origin is the host it is addressed to, or one of CSRF_TRUSTED_ORIGINS.

    Channels' own check compares the host with ALLOWED_HOSTS alone: another port or scheme on the same host passes it.
    A client that sends no Origin is no browser, and is let through to prove who it is.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if self._is_allowed(headers.get(b"origin"), headers.get(b"host", "")):
            return await self.app(scope, receive, send)
        return await WebsocketDenier.as_asgi()(scope, receive, send)

    def _is_allowed(self, origin: str | None, host: str) -> bool:
        if origin is None or origin in settings.CSRF_TRUSTED_ORIGINS:
            return True
        parts = urlsplit(origin)
        if parts.scheme not in {"https"} | ({"http"} if not settings.SECURE_SSL_REDIRECT else set()):
            return False
        return parts.netloc == host and validate_host(parts.hostname or "", settings.ALLOWED_HOSTS)
