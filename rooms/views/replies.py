"""Replying to a message, and the page of a thread."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest

from .. import access, history
from ..forms import MessageForm, new_nonce
from ..models import Message
from ..refusals import said_in_place
from .entering import in_room
from .room import show


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@said_in_place
def reply(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """A composer that replies to a message: a page, or what a live room puts in the place of the one in use.

    A live room sends what is in that one, so that what was typed stays.
    """
    entry = access.enter(request.user, room_id)
    original = access.message_for("reply", entry, position)
    if request.htmx:
        return _exchanged(request, entry, "rooms/actions/reply_in_place.html", original)
    nonce = new_nonce()
    context = {"room": entry.room, "message": original, "reply": original, "key": nonce, "nonce": nonce}
    return TemplateResponse(request, "rooms/actions/reply_page.html", context)


@require_POST
@never_cache
@login_required
@in_room
def unreply(request: PersonRequest, entry: access.Entry) -> HttpResponse:
    """A composer that replies to nothing any more, with what was typed so far."""
    return _exchanged(request, entry, "rooms/composer.html", None)


def _exchanged(request: PersonRequest, entry: access.Entry, template: str, original: Message | None) -> HttpResponse:
    form, nonce = MessageForm(request.POST), new_nonce()
    context = {
        "room": entry.room,
        # The key stays, so that what was chosen to be sent with it stays too.
        "key": form.composer_key or nonce,
        "replaces": form.composer_key,
        "nonce": nonce,
        "draft": form.data.get("body", ""),
        "is_long": "long" in form.data,
        "autofocus": True,
        "reply": original,
        "thread": form.thread_page,
    }
    return TemplateResponse(request, template, context)


@require_safe
@never_cache
@login_required
@in_room
def thread(request: PersonRequest, entry: access.Entry, position: int) -> HttpResponse:
    """A message and all replies in its thread, live; with ``before``, those before a reply."""
    return _show_thread(request, entry, position)


def replying(entry: access.Entry, form: MessageForm) -> dict[str, Any]:
    """Return what a composer that is drawn anew keeps: what it replies to, if that is there, and its thread's page."""
    original = None
    if form.original:
        found = Message.objects.select_related("author").filter(room=entry.room, position=form.original)
        original = found.first()
    return {"reply": original, "thread": form.thread_page}


def show_with(request: PersonRequest, entry: access.Entry, form: MessageForm, **composer: Any) -> HttpResponse:
    """Return the page that a composer came from, without JavaScript, with ``composer`` in it as ``show`` takes it."""
    composer |= {"reply": replying(entry, form)["reply"]}
    if form.thread_page:
        return _show_thread(request, entry, form.thread_page, **composer)
    return show(request, entry, **composer)


def _show_thread(request: PersonRequest, entry: access.Entry, position: int, **composer: Any) -> HttpResponse:
    root = access.message_in(entry, position)
    if root.thread:
        page = reverse("rooms:thread", args=[entry.room.pk, root.thread])
        return redirect(f"{page}#m{position}")
    before = request.GET.get("before", "")
    window = history.thread(entry.room, position, int(before) if before.isdecimal() and len(before) < 19 else None)
    return show(request, entry, window, template="rooms/thread.html", thread=position, **composer)
