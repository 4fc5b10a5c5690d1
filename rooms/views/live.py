from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from accounts import blocks
from accounts.requests import PersonRequest

from .. import access

CONNECTION_STATES = {"reconnecting", "lost"}


@require_safe
@cache_control(private=True, max_age=3600)
@login_required
def me(request: PersonRequest) -> HttpResponse:
    """A private stylesheet: messages are rendered once for everybody, and this marks my own."""
    blocked = sorted(blocks.blocked_by(request.user.pk))
    return render(request, "rooms/me.css", {"blocked": blocked}, content_type="text/css")


@require_safe
@cache_control(private=True, max_age=86400, immutable=True)
def connection(request: PersonRequest, state: str) -> HttpResponse:
    """What the page says while the server can't: fetched ahead, and kept by the browser."""
    if state not in CONNECTION_STATES:
        raise Http404
    return render(request, "rooms/live/connection_change.html", {"state": state})


@require_safe
@cache_control(private=True, max_age=86400, immutable=True)
def menu_failed(request: PersonRequest) -> HttpResponse:
    """What the menu of a message says when the server doesn't answer: fetched ahead, and kept by the browser."""
    return render(request, "rooms/actions/failed.html")


@require_safe
@never_cache
@login_required
def line(request: PersonRequest, room_id: int) -> HttpResponse:
    """A fresh socket, for a page whose own has gone silent."""
    room = access.enter(request.user, room_id).room
    return render(request, "rooms/live/socket.html", {"room_id": room.pk, "oob": True})


@require_safe
@never_cache
@login_required
def attending(request: PersonRequest) -> HttpResponse:
    """A fresh socket, for a page that is no room's."""
    return render(request, "rooms/live/socket.html", {"room_id": 0, "oob": True})
