from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.quiet import disturbable

from .calling import unread_count


def calls(request: HttpRequest) -> dict[str, Any]:
    """Give every page of somebody signed in ``unread_alerts``; it is looked up once, and only where it is shown.

    ``is_quiet`` says whether these are hours in which nothing calls them. The number is kept on the request, so that
    a view can ask for it too.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_alerts": 0, "is_quiet": False}
    return {"unread_alerts": counted(request), "is_quiet": cache(lambda: not disturbable(user, timezone.now()))}


def counted(request: HttpRequest) -> Callable[[], int]:
    """Return what gives the number of unread alerts of a request's person, who is signed in; it is looked up once."""
    known: Callable[[], int] | None = getattr(request, "_unread_alerts", None)
    if known is None:
        key = request.user.pk
        assert key is not None
        known = cache(lambda: unread_count(key))
        request._unread_alerts = known  # type: ignore[attr-defined]
    return known
