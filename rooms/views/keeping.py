"""Pinning messages, keeping them among one's bookmarks, the pages of both, and finding messages unread again."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import PersonRequest

from .. import access, conversation, history
from ..models import Message
from ..pinned import all_pins
from ..refusals import said_in_place
from .actions import answer_menu
from .entering import in_room

PAGE = 50


@require_POST
@login_required
@said_in_place
def pin(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    return _pinned(request, room_id, position, conversation.pin)


@require_POST
@login_required
@said_in_place
def unpin(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    return _pinned(request, room_id, position, conversation.unpin)


@require_POST
@login_required
@said_in_place
def bookmark(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    return _bookmarked(request, room_id, position, conversation.bookmark)


@require_POST
@login_required
@said_in_place
def unbookmark(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    return _bookmarked(request, room_id, position, conversation.unbookmark)


@require_POST
@login_required
@said_in_place
def unread(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """Find a message and what came after it unread again."""
    entry = access.enter(request.user, room_id)
    conversation.mark_unread(access.message_for("unread", entry, position), request.user)
    if not request.htmx:
        return redirect("home")
    return TemplateResponse(request, "rooms/actions/done.html")


@require_safe
@never_cache
@login_required
@in_room
def pins(request: PersonRequest, entry: access.Entry) -> HttpResponse:
    """Everything that is pinned in a room."""
    context = {"room": entry.room, "pins": all_pins(entry.room), "back": "pins"}
    return TemplateResponse(request, "rooms/pins_page.html", context)


@require_safe
@never_cache
@login_required
def bookmarks(request: PersonRequest) -> HttpResponse:
    """My bookmarks, the latest first, of messages that I may still read."""
    kept = access.bookmarks_of(request.user).select_related("message__author", "message__room")
    page = Paginator(kept, PAGE).get_page(request.GET.get("page"))
    messages = [bookmark.message for bookmark in page]
    history.with_files(messages)
    context = {"page": page, "kept": messages, "back": "bookmarks"}
    return TemplateResponse(request, "rooms/bookmarks.html", context)


def _pinned(
    request: PersonRequest, room_id: int, position: int, act: Callable[[Message, User], Message]
) -> HttpResponse:
    entry = access.enter(request.user, room_id)
    message = access.message_for("pin", entry, position)
    try:
        act(message, request.user)
    except ValidationError as refusal:
        # Shown as any other thing that may not be done.
        raise access.MayNot(message, " ".join(refusal.messages)) from refusal
    if not request.htmx:
        return _back(request, message)
    return TemplateResponse(request, "rooms/actions/done.html")


def _bookmarked(
    request: PersonRequest, room_id: int, position: int, act: Callable[[Message, User], None]
) -> HttpResponse:
    entry = access.enter(request.user, room_id)
    message = access.message_for("bookmark", entry, position)
    act(message, request.user)
    if not request.htmx:
        return _back(request, message)
    return answer_menu(request, entry, message, done="bookmark")


def _back(request: PersonRequest, message: Message) -> HttpResponse:
    """Return to the list from which something was taken, or to the message."""
    lists = {"pins": reverse("rooms:pins", args=[message.room_id]), "bookmarks": reverse("rooms:bookmarks")}
    return redirect(lists.get(request.POST.get("back", ""), message))
