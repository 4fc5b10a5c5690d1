import re
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest

from .. import access, conversation, uploads
from ..commands import COMMANDS, ActAsked, HelpAsked, Said, interpret
from ..forms import MessageForm, new_nonce, nonce_after
from ..models import Room
from .entering import in_room
from .replies import replying, show_with
from .room import show

KEPT_SECONDS = 86_400


@require_safe
@login_required
@in_room
def composer(request: PersonRequest, entry: access.Entry) -> HttpResponse:
    """The composer that follows the one of the nonce ``after``, always the same; without that, a new one.

    Pages fetch those that follow ahead of time, and browsers keep them until they are needed.
    """
    after = request.GET.get("after")
    if after:
        thread = MessageForm(request.GET).thread_page
        response = _composer(request, entry, "rooms/composer_next.html", nonce=nonce_after(after), thread=thread)
        patch_cache_control(response, private=True, max_age=KEPT_SECONDS, immutable=True)
        return response
    response = _composer(request, entry, nonce=new_nonce(), thread=MessageForm(request.GET).thread_page)
    add_never_cache_headers(response)
    return response


@require_POST
@login_required
@in_room
def longer(request: PersonRequest, entry: access.Entry) -> HttpResponse:
    """A composer for a longer text, with what was typed so far."""
    form = MessageForm(request.POST)
    draft = request.POST.get("body", "")
    if request.htmx:
        nonce = new_nonce()
        # The key stays, so that what was chosen to be sent with it stays too.
        key = form.composer_key or nonce
        return _composer(request, entry, nonce=nonce, key=key, draft=draft, is_long=True, **replying(entry, form))
    return show_with(request, entry, form, draft=draft, is_long=True)


@require_safe
@never_cache
@login_required
@in_room
def files(request: PersonRequest, entry: access.Entry) -> HttpResponse:
    """What a composer shows beside its files once some are chosen; with ``none``, its file input with none."""
    none = "none" in request.GET
    context = {"room": entry.room, "key": MessageForm(request.GET).composer_key, "none": none}
    return TemplateResponse(request, f"rooms/composer_{'files' if none else 'chosen'}.html", context)


@require_POST
@login_required
def post(request: PersonRequest, room_id: int) -> HttpResponse:
    """Store what a composer sent. Everybody, the author too, gets it from the feed."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _refused(request, room_id, form, " ".join(str(text) for texts in form.errors.values() for text in texts))
    body, nonce = form.cleaned_data["body"], form.cleaned_data["nonce"]
    try:
        reply_to = form.cleaned_data["reply_to"] or form.cleaned_data["thread"]
        posted = _say(request, room_id, interpret(body), nonce, reply_to)
    except HelpAsked:
        return _list_commands(request, room_id, form)
    except ActAsked as asked:
        return _act(request, room_id, form, asked)
    except Room.DoesNotExist:
        raise Http404 from None
    except conversation.HeldForReview as held:
        conversation.drop_draft(room_id, request.user)
        return _acted(request, room_id, form, held.message)
    except ValidationError as refusal:
        return _refused(request, room_id, form, "\n".join(refusal.messages))
    room = posted.message.room
    if "drafted" in request.POST:
        conversation.drop_draft(room.pk, request.user)
    thread = form.thread_page
    if not request.htmx:
        page = reverse("rooms:thread", args=[room.pk, thread]) if thread else room.get_absolute_url()
        return redirect(f"{page}#m{posted.message.position}")
    context = {"room": room, "sent": form.composer_key, "pattern": exactly(body), "thread": thread}
    return TemplateResponse(request, "rooms/accepted.html", context)


def _say(request: PersonRequest, room_id: int, said: Said, nonce: str, reply_to: int | None) -> conversation.Posted:
    author, files = request.user, request.FILES.getlist("files")
    if not files:
        return conversation.post(room_id, author, said.body, nonce, kind=said.kind, member_only=True, reply_to=reply_to)
    # Before any work is done with the files.
    access.enter(author, room_id)
    body = conversation.clean_body(said.body, may_be_empty=True)
    with uploads.kept(uploads.not_sent_before(files, author, nonce, body)) as attachments:
        return conversation.post(
            room_id,
            author,
            body,
            nonce,
            kind=said.kind,
            member_only=True,
            attachments=attachments,
            reply_to=reply_to,
        )


@in_room
def _list_commands(request: PersonRequest, entry: access.Entry, form: MessageForm) -> HttpResponse:
    """Show the commands to the one who asked for them; the composer is done with, as if it had been sent."""
    if request.FILES:
        return _refused(request, entry.room.pk, form, _("A list of commands is nothing to send files with."))
    conversation.drop_draft(entry.room.pk, request.user)
    if not request.htmx:
        return show(request, entry, draft="", commands=COMMANDS.values())
    body = form.cleaned_data["body"]
    context = {"sent": form.composer_key, "pattern": exactly(body), "commands": COMMANDS.values()}
    return TemplateResponse(request, "rooms/commands_listed.html", context | {"room": entry.room})


def _act(request: PersonRequest, room_id: int, form: MessageForm, asked: ActAsked) -> HttpResponse:
    """Do what a command asks for, once; the composer is done with, as if it had been sent."""
    if request.FILES:
        return _refused(request, room_id, form, _("A command is nothing to send files with."))
    try:
        note = asked.act(room_id, request.user)
    except ValidationError as refusal:
        return _refused(request, room_id, form, " ".join(refusal.messages))
    except access.MayNotHere as refusal:
        return _refused(request, room_id, form, refusal.reason)
    conversation.drop_draft(room_id, request.user)
    return _acted(request, room_id, form, note)


@in_room
def _acted(request: PersonRequest, entry: access.Entry, form: MessageForm, note: str) -> HttpResponse:
    if not request.htmx:
        return show(request, entry, draft="", note=note) if note else redirect(entry.room)
    context = {"room": entry.room, "sent": form.composer_key, "pattern": exactly(form.cleaned_data["body"])}
    context |= {"note": note, "thread": form.thread_page}
    return TemplateResponse(request, "rooms/command_done.html", context)


def _composer(
    request: PersonRequest, entry: access.Entry, template: str = "rooms/composer.html", *, nonce: str, **context: Any
) -> HttpResponse:
    context = {"room": entry.room, "key": nonce, "nonce": nonce, "autofocus": True} | context
    return TemplateResponse(request, template, context)


@in_room
def _refused(request: PersonRequest, entry: access.Entry, form: MessageForm, error: str) -> HttpResponse:
    draft, is_long = form.data.get("body", ""), "long" in form.data
    if not request.htmx:
        if request.FILES:
            error = " ".join([error, _("Choose the files again.")])
        return show_with(request, entry, form, draft=draft, is_long=is_long, error=error, status=422)
    context = {
        "room": entry.room,
        "sent": form.composer_key,
        "nonce": new_nonce(),
        "error": error,
        "is_long": is_long,
        # A single line still holds its text. A text area is disabled while it is sent, so nothing was added to it.
        "draft": draft if is_long else "",
    } | replying(entry, form)
    return TemplateResponse(request, "rooms/refused.html", context, status=422)


def exactly(text: str) -> str:
    """Return the regular expression, as an input's ``pattern`` takes it, that only ``text`` matches."""
    return re.sub(r"[^0-9A-Za-z]", lambda found: f"\\u{{{ord(found[0]):x}}}", text)
