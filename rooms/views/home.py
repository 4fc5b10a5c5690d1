from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.requests import PersonRequest

from .. import access, conversation, people
from ..forms import RoomForm


@login_required
def home(request: PersonRequest) -> HttpResponse:
    """My rooms, the rooms that I may join, and those that I was asked into."""
    return TemplateResponse(
        request,
        "rooms/home.html",
        {
            "rooms": access.room_list(request.user),
            "rooms_to_join": access.rooms_to_join(request.user),
            "invitations": people.invitations_of(request.user),
        },
    )


@login_required
def new_room(request: PersonRequest) -> HttpResponse:
    """A form for a room, and the room that it makes."""
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(
                conversation.create_room(form.cleaned_data["name"], request.user, form.cleaned_data["kind"])
            )
        except ValidationError as refusal:
            # Somebody has taken the name since the form looked.
            form.add_error("name", ValidationError(refusal.messages))
    status = 422 if form.is_bound else 200
    return TemplateResponse(
        request, "rooms/new.html", {"form": form, "rooms": access.room_list(request.user)}, status=status
    )
