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

from .. import access, conversation
from ..room_forms import SettingsForm


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
