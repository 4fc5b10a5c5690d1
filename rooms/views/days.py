from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest

from .. import access, days
from .entering import in_room
from .paper import asked_position


@require_safe
@never_cache
@login_required
@in_room
def newest(request: PersonRequest, entry: access.Entry) -> HttpResponse:
    """The way to the latest day on which something was said, and to today where nothing was."""
    return redirect("rooms:day", entry.room.pk, days.newest(entry.room) or timezone.localdate())


@require_safe
@never_cache
@login_required
@in_room
def day(request: PersonRequest, entry: access.Entry, day: date) -> HttpResponse:
    """What was said on a day, to be read, printed and kept; a long day has pages, that ``after`` a position each."""
    found = days.read(entry.room, day, asked_position(request, "after"))
    return TemplateResponse(request, "rooms/day.html", {"room": entry.room, "day": found, "window": found.window})
