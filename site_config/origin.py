"""Refuses sockets that another site opens with a visitor's cookie."""

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.http import is_same_domain


class SameOrigin:
    """Lets a handshake through when its Origin is the host it is addressed to, or one of CSRF_TRUSTED_ORIGINS.

    Channels' own check compares the host with ALLOWED_HOSTS alone: another port or scheme on the same host passes it.
    A client that sends no Origin is no browser, and is let through to prove who it is.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if is_allowed(headers.get(b"origin"), headers.get(b"host", "")):
            return await self.app(scope, receive, send)
        return await WebsocketDenier.as_asgi()(scope, receive, send)


def is_allowed(origin: str | None, host: str) -> bool:
    """Whether a page of ``origin`` (as a browser writes it; None from other clients) may open a socket to ``host``."""
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    if any(_matches(parts.scheme, parts.netloc, trusted) for trusted in settings.CSRF_TRUSTED_ORIGINS):
        return True
    # Where pages are only served over https, a page from http is one that somebody has put on the line.
    if parts.scheme != "https" and (parts.scheme != "http" or settings.SECURE_SSL_REDIRECT):
        return False
    domain, _ = split_domain_port(parts.netloc)
    return parts.netloc == host.lower() and validate_host(domain, settings.ALLOWED_HOSTS)


def _matches(scheme: str, netloc: str, trusted: str) -> bool:
    # As Django's CSRF protection: https://*.example.org trusts example.org and every host below it.
    parts = urlsplit(trusted)
    pattern = parts.netloc.removeprefix("*") if parts.netloc.startswith("*.") else parts.netloc
    return scheme == parts.scheme and is_same_domain(netloc, pattern)
