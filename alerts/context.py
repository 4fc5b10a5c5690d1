from functools import cache
from typing import Any

from django.http import HttpRequest

from .calling import unread_count


def calls(request: HttpRequest) -> dict[str, Any]:
    """Give every page of somebody signed in ``unread_alerts``; it is looked up once, and only where it is shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_alerts": 0}
    key = user.pk
    return {"unread_alerts": cache(lambda: unread_count(key))}
