"""Whose request is being answered, for what has to be written down about who did something, and from where."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from .models import User

BROWSER_LENGTH = 200

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


class ActingMiddleware:
    """Lets the functions below know the request; it looks nothing up by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def person() -> User | None:
    """Return who is signed in where a request is being answered; nobody in commands and in the feed."""
    user = getattr(_request.get(), "user", None)
    return user if isinstance(user, User) or getattr(user, "is_authenticated", False) else None


def address() -> str:
    """Return the address that the request came from, as the server says, or an empty text."""
    request = _request.get()
    return str(request.META.get("REMOTE_ADDR") or "") if request else ""


def browser() -> str:
    """Return what the request's browser calls itself, cut to BROWSER_LENGTH, or an empty text."""
    request = _request.get()
    return request.headers.get("User-Agent", "")[:BROWSER_LENGTH] if request else ""
