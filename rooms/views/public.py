"""Rooms that anybody may read without an account: days as pages that search engines may keep. Nothing on them is live.

They are the same for everybody, so their days are those of UTC.
"""

from collections.abc import Callable
from datetime import UTC, date
from functools import wraps
from typing import Any, Concatenate

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .. import days, people
from ..models import Room
from .entering import as_a_whole
from .paper import asked_position


def in_public_room[**P](
    view: Callable[Concatenate[HttpRequest, Room, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let anybody into a public room before the view; any other isn't there. All is read again as by ``in_room``."""

    @wraps(view)
    def read(request: HttpRequest, /, room_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with timezone.override(UTC):
            return as_a_whole(room_id, lambda: view(request, people.public_room(room_id), *args, **kwargs))

    return read


def or_public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead who isn't signed in from the page of a public room, or of a message there, to where guests read it."""

    @wraps(view)
    def lead(request: HttpRequest, room_id: int, **where: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            rooms: QuerySet[Room] = people.public_rooms().filter(pk=room_id)
            if rooms.exists():
                return redirect(_place(room_id, **where))
        return view(request, room_id, **where)

    return lead


def _place(room_id: int, position: int = 0) -> str:
    if not position:
        return reverse("rooms:public-room", args=[room_id])
    message = people.public_message(room_id, position)
    day = timezone.localdate(message.created, UTC)
    return f"{reverse('rooms:public-day', args=[room_id, day])}?after={position - 1}#m{position}"


@require_safe
@cache_control(no_cache=True)
def index(request: HttpRequest) -> HttpResponse:
    """The public rooms."""
    context = {"rooms": people.public_rooms(), "canonical": request.build_absolute_uri(reverse("rooms:public"))}
    return TemplateResponse(request, "rooms/public/index.html", context)


@require_safe
@cache_control(no_cache=True)
@in_public_room
def room(request: HttpRequest, room: Room) -> HttpResponse:
    """What a public room is about, and the ways to its first and to its latest day."""
    context = {
        "room": room,
        "first": days.first(room),
        "newest": days.newest(room),
        "canonical": request.build_absolute_uri(reverse("rooms:public-room", args=[room.pk])),
    }
    return TemplateResponse(request, "rooms/public/room.html", context)


@require_safe
@cache_control(no_cache=True)
@in_public_room
def day(request: HttpRequest, room: Room, day: date) -> HttpResponse:
    """What was said on a day; a long day has pages, as that of members has."""
    after = asked_position(request, "after")
    found = days.read(room, day, after)
    address = reverse("rooms:public-day", args=[room.pk, day]) + (f"?after={after}" if after else "")
    context = {"room": room, "day": found, "canonical": request.build_absolute_uri(address)}
    return TemplateResponse(request, "rooms/public/day.html", context)
