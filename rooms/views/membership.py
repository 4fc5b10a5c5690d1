from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.requests import PersonRequest

from .. import access, conversation
from ..models import Room


@require_POST
@login_required
def join(request: PersonRequest, room_id: int) -> HttpResponse:
    room = get_object_or_404(Room, pk=room_id)
    conversation.join(room, request.user)
    return redirect(room)


@require_POST
@login_required
def leave(request: PersonRequest, room_id: int) -> HttpResponse:
    conversation.leave(access.enter(request.user, room_id).membership)
    return redirect("home")
