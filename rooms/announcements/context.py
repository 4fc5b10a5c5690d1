from functools import cache
from typing import Any

from django.http import HttpRequest

from .board import board


def announced(request: HttpRequest) -> dict[str, Any]:
    """Give every page of somebody signed in ``announced``, what its banner says; looked up once, where it is shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"announced": []}
    key = user.pk
    return {"announced": cache(lambda: board.banner_of(key))}
