"""A whole room and a whole thread, to be read, printed and kept. Their days are in days.py."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest

from .. import access, history
from ..days import PAGE
from .entering import in_room


@require_safe
@never_cache
@login_required
@in_room
def whole_room(request: PersonRequest, entry: access.Entry) -> HttpResponse:
    """Everything that was said in a room, from its beginning, a page at a time: ``after`` or ``before`` a position."""
    if before := asked_position(request, "before"):
        window = history.before(entry.room, before, PAGE)
    else:
        after = asked_position(request, "after")
        window = history.beginning(entry.room, after, PAGE)
    return TemplateResponse(request, "rooms/whole_room.html", {"room": entry.room, "window": window, "size": PAGE})


@require_safe
@never_cache
@login_required
@in_room
def whole_thread(request: PersonRequest, entry: access.Entry, position: int) -> HttpResponse:
    """A message and every reply in its thread, from the first on; a long one has pages, ``after`` a position each."""
    root = access.message_in(entry, position)
    if root.thread:
        return redirect("rooms:whole-thread", entry.room.pk, root.thread)
    window = history.whole_thread(entry.room, position, asked_position(request, "after"), PAGE)
    context = {"room": entry.room, "thread": position, "window": window, "size": PAGE}
    return TemplateResponse(request, "rooms/whole_thread.html", context)


def asked_position(request: HttpRequest, name: str) -> int:
    """Return the position that an address asks for by ``name``, or 0 where it asks for none that there could be."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= 18 else 0
