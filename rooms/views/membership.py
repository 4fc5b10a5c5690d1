from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.requests import PersonRequest

from .. import access, conversation
from ..models import Room
from . import people


@require_POST
@login_required
def join(request: PersonRequest, room_id: int) -> HttpResponse:
    room = get_object_or_404(Room, pk=room_id)
    conversation.join(room, request.user)
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
