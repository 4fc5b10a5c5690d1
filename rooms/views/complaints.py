"""Hiding one message, and telling the moderators of one: pages, and in the menu of a live room."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest

from .. import access, conversation
from ..models import Message
from ..order_forms import PublicReasonForm, ReportForm
from ..refusals import said_in_place
from .actions import answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@said_in_place
def hide(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """Whether to hide a message, and hiding it."""
    entry = access.enter(request.user, room_id)
    message = access.message_for("hide", entry, position)
    form = PublicReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, "hide", entry, message, form)
    conversation.hide(message, request.user, form.cleaned_data["reason"])
    if not request.htmx:
        return redirect(message)
    context = {"room": entry.room, "message": access.message_in(entry, position)}
    return TemplateResponse(request, "rooms/actions/put_back.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@said_in_place
def report(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """Why a message is reported, and reporting it."""
    entry = access.enter(request.user, room_id)
    message = access.message_for("report", entry, position)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            conversation.report(message, request.user, form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error("reason", refusal)
        else:
            return answer(request, "reported", entry, message)
    return _ask(request, "report", entry, message, form)


def _ask(
    request: PersonRequest, name: str, entry: access.Entry, message: Message, form: PublicReasonForm | ReportForm
) -> HttpResponse:
    # The menu of a live room shows the form again, with what is wrong and what was typed.
    status = 422 if form.errors and not request.htmx else 200
    return answer(request, name, entry, message, status, form=form)
