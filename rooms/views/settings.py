"""The settings of a room."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest

from .. import access, conversation, people
from ..models import Room
from ..room_forms import DeleteForm, SettingsForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def settings(request: PersonRequest, room_id: int) -> HttpResponse:
    """What can be said about a room, for those who may say it; the others read it."""
    if request.method != "POST":
        entry = access.enter(request.user, room_id)
        return _show(request, entry, SettingsForm(entry))
    entry = access.enter_to("topic", request.user, room_id)
    form = SettingsForm(entry, request.POST)
    if form.is_valid():
        try:
            conversation.change_room(room_id, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            # Somebody has taken the name since the form looked.
            form.add_error("name", ValidationError(refusal.messages))
        else:
            messages.success(request, _("Saved."))
            return redirect("rooms:settings", room_id)
    # The form has put what was typed on it.
    entry.room.refresh_from_db()
    return _show(request, entry, form, 422)


def _show(request: PersonRequest, entry: access.Entry, form: SettingsForm, status: int = 200) -> HttpResponse:
    context = {"room": entry.room, "form": form, "may": access.permitted(entry)}
    return TemplateResponse(request, "rooms/settings/settings.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def kind(request: PersonRequest, room_id: int) -> HttpResponse:
    """What it means to open a room, or to make it private, and doing it."""
    entry = access.enter_to("kind", request.user, room_id)
    if request.method != "POST":
        return TemplateResponse(request, "rooms/settings/kind.html", {"room": entry.room})
    # What the page that was read said, whatever somebody else has done since.
    wanted = Room.Kind.PRIVATE if request.POST.get("kind") == Room.Kind.PRIVATE else Room.Kind.OPEN
    conversation.change_room(room_id, by=request.user, kind=wanted)
    said = _("The room is open now.") if wanted == Room.Kind.OPEN else _("The room is private now.")
    messages.success(request, said)
    return redirect("rooms:settings", room_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def public(request: PersonRequest, room_id: int) -> HttpResponse:
    """What it means that guests read a room, and letting them or no longer."""
    entry = access.enter_to("publish", request.user, room_id)
    status = 200
    if request.method == "POST":
        try:
            wanted = request.POST.get("public") == "yes"
            conversation.change_room(room_id, by=request.user, is_public=wanted)
        except ValidationError:
            # It became private meanwhile: the page says so.
            entry, status = access.enter_to("publish", request.user, room_id), 422
        else:
            said = _("Anybody can read this room now.") if wanted else _("Only people in the room read it now.")
            messages.success(request, said)
            return redirect("rooms:settings", room_id)
    return TemplateResponse(request, "rooms/settings/public.html", {"room": entry.room}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def archive(request: PersonRequest, room_id: int) -> HttpResponse:
    """What it means to archive a room, or to take it out again, and doing it."""
    entry = access.enter_to("archive", request.user, room_id)
    if request.method != "POST":
        return TemplateResponse(request, "rooms/settings/archive.html", {"room": entry.room})
    if "out" in request.POST:
        conversation.unarchive(room_id, request.user)
        messages.success(request, _("People can talk in this room again."))
    else:
        conversation.archive(room_id, request.user)
        messages.success(request, _("The room is archived."))
    return redirect("rooms:settings", room_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def delete(request: PersonRequest, room_id: int) -> HttpResponse:
    """What is lost with a room, and its deletion once its name is typed."""
    entry = access.enter_to("delete", request.user, room_id)
    form = DeleteForm(entry.room, request.POST or None)
    if request.method == "POST" and form.is_valid():
        conversation.delete_room(room_id, request.user)
        messages.success(request, _("The room %(name)s is deleted.") % {"name": entry.room.name})
        return redirect("home")
    context = {"room": entry.room, "form": form, "counts": people.contents_of(entry)}
    return TemplateResponse(request, "rooms/settings/delete.html", context, status=422 if form.is_bound else 200)
