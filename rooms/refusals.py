"""Says on a live page, where the person is looking, why something can't be done. Other pages get one of their own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from . import access


def said_in_place(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a live page with rooms/actions/refused.html where ``view`` (of room_id and position) refuses something."""

    @wraps(view)
    def guarded(request: HttpRequest, room_id: int, position: int) -> HttpResponse:
        try:
            return view(request, room_id, position)
        except (access.MayNot, access.NotAMember, Http404) as refusal:
            if not getattr(request, "htmx", False):
                raise
            context = {"position": position, "refusal": _reason(refusal)}
            status = 404 if isinstance(refusal, Http404) else 403
            return render(request, "rooms/actions/refused.html", context, status=status)

    return guarded


def _reason(refusal: Any) -> str:
    if isinstance(refusal, access.MayNot):
        return refusal.reason
    if isinstance(refusal, access.NotAMember):
        return gettext("You are no longer a member of this room.")
    return gettext("This message is no longer there.")
