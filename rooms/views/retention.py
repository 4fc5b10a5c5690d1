"""How long a room keeps messages: what a number of days would mean, and setting it."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest

from .. import access, conversation
from .. import retention as keeping
from ..models import Room


class KeepForm(forms.ModelForm):
    """The number of days."""

    class Meta:
        model = Room
        fields = ["keep_days"]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def retention(request: PersonRequest, room_id: int) -> HttpResponse:
    """Show for how long messages are kept, with ``keep_days`` in the address what would go by that, and set it."""
    entry = access.enter_to("retention", request.user, room_id)
    asked = request.POST if request.method == "POST" else request.GET if "keep_days" in request.GET else None
    form = KeepForm(asked, instance=entry.room)
    outcome = None
    if asked and form.is_valid():
        days = form.cleaned_data["keep_days"]
        if request.method == "POST":
            conversation.change_room(room_id, by=request.user, keep_days=days)
            messages.success(request, _("Saved."))
            return redirect("rooms:settings", room_id)
        # The form has put the number on the room.
        outcome = keeping.what_would_go(entry.room)
    context = {
        "room": entry.room,
        "form": form,
        "outcome": outcome,
        "is_asked": asked is not None and form.is_valid(),
        "site_days": settings.KEEP_MESSAGES_DAYS,
    }
    return TemplateResponse(request, "rooms/settings/retention.html", context, status=422 if form.errors else 200)
