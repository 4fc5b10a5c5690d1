"""What can be done with a message: the menu, and each thing in it. Each is a page, and a fragment for a live room."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest

from .. import access, conversation
from ..models import Message
from ..refusals import said_in_place


@require_safe
@never_cache
@login_required
@said_in_place
def menu(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """What this person may do with a message."""
    entry = access.enter(request.user, room_id)
    message = access.message_for("read", entry, position)
    return answer_menu(request, entry, message)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@said_in_place
def edit(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """The source of a message in a form, and what is saved from there."""
    entry = access.enter(request.user, room_id)
    message = access.message_for("edit", entry, position)
    if request.method != "POST":
        return answer(request, "edit", entry, message, body=message.body)
    body = request.POST.get("body", "")
    try:
        message = conversation.edit(message, body, editor=request.user, paced=True)
    except ValidationError as refusal:
        error = " ".join(refusal.messages)
        return answer(request, "edit", entry, message, 422, body=body, error=error, refusal=error)
    return _put_back(request, entry, message)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@said_in_place
def delete(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """Whether to really delete a message, and its deletion."""
    entry = access.enter(request.user, room_id)
    message = access.message_for("delete", entry, position)
    if request.method != "POST":
        return answer(request, "delete", entry, message)
    return _put_back(request, entry, conversation.delete(message))


@require_safe
@never_cache
@login_required
@said_in_place
def shown(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """A message as everybody sees it, for a page that has changed its mind about editing it."""
    entry = access.enter(request.user, room_id)
    return _put_back(request, entry, access.message_in(entry, position))


@require_safe
@never_cache
@login_required
def source(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """A message as it was written."""
    entry = access.enter(request.user, room_id)
    message = access.message_for("read", entry, position)
    return TemplateResponse(request, "rooms/actions/source.html", {"room": entry.room, "message": message})


@require_safe
@never_cache
@login_required
def history(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """What a message said before each of its edits, for those who moderate the room."""
    entry = access.enter(request.user, room_id)
    message = access.message_for("history", entry, position)
    revisions = message.revisions.select_related("edited_by")
    context = {"room": entry.room, "message": message, "revisions": revisions}
    return TemplateResponse(request, "rooms/actions/history.html", context)


def answer_menu(request: PersonRequest, entry: access.Entry, message: Message, done: str = "") -> HttpResponse:
    """Show the menu of a message; ``done`` names what in it has just been used."""
    return answer(
        request,
        "menu",
        entry,
        message,
        may=access.permitted_actions(entry, message),
        bookmarked=access.bookmarks_of(request.user).filter(message=message).exists(),
        done=done,
    )


def answer(
    request: PersonRequest, name: str, entry: access.Entry, message: Message, status: int = 200, **context: Any
) -> HttpResponse:
    """Return a page, or for a live room what it shows in its place; a refusal is only what it has to say."""
    context |= {"room": entry.room, "message": message}
    if not request.htmx:
        return TemplateResponse(request, f"rooms/actions/{name}_page.html", context, status=status)
    if status != 200:
        return TemplateResponse(request, "rooms/actions/refused.html", context, status=status)
    return TemplateResponse(request, f"rooms/actions/{name}_in_place.html", context)


def _put_back(request: PersonRequest, entry: access.Entry, message: Message) -> HttpResponse:
    """Show a message as it is now. ``entry.room`` was read before it: what changes since then is asked for."""
    if not request.htmx:
        return redirect(message)
    return TemplateResponse(request, "rooms/actions/put_back.html", {"room": entry.room, "message": message})
