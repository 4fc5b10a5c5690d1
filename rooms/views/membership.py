from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest

from .. import access, conversation
from ..models import Membership, Room
from . import people


@require_POST
@login_required
def join(request: PersonRequest, room_id: int) -> HttpResponse:
    room = get_object_or_404(Room, pk=room_id)
    try:
        conversation.join(room, request.user)
    except ValidationError:
        # Its page says why they stay out.
        raise access.NotAMember(room) from None
    return redirect(room)


@require_POST
@login_required
def leave(request: PersonRequest, room_id: int) -> HttpResponse:
    entry = access.enter_to("leave", request.user, room_id)
    try:
        conversation.leave(entry.membership)
    except ValidationError as refusal:
        return people.show(request, entry, " ".join(refusal.messages), 422)
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def level(request: PersonRequest, room_id: int) -> HttpResponse:
    """By what I want to be called in a room."""
    entry = access.enter(request.user, room_id)
    error = ""
    if request.method == "POST":
        try:
            conversation.change_level(entry.membership, request.POST.get("level", ""))
            return redirect(entry.room)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
    context = {
        "room": entry.room,
        "levels": Membership.Level.choices,
        "chosen": entry.membership.notification_level,
        "error": error,
    }
    return TemplateResponse(request, "rooms/level.html", context, status=422 if error else 200)


@require_POST
@login_required
def read_everything(request: PersonRequest) -> HttpResponse:
    """Mark all my rooms as read."""
    conversation.read_everything(request.user)
    return redirect("home")
