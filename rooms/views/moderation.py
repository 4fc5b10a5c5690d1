"""Keeping order in a room: what waits, what was reported, how people talk here, who is kept out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest

from .. import access, audit, conversation, history, order
from ..order_forms import OrderForm, OutcomeForm, ReasonForm
from .entering import as_a_whole

# Messages around the one that was reported.
SURROUNDING = 9


@require_safe
@never_cache
@login_required
def moderation(request: PersonRequest, room_id: int) -> HttpResponse:
    """What a room's moderators have to look at."""
    return _show(request, access.enter_to("queue", request.user, room_id))


@require_POST
@login_required
def talk(request: PersonRequest, room_id: int) -> HttpResponse:
    """Change how people talk in a room."""
    entry = access.enter_to("order", request.user, room_id)
    form = OrderForm(request.POST, instance=entry.room)
    if not form.is_valid():
        return _show(request, access.enter_to("queue", request.user, room_id), form=form, status=422)
    changed: Any = {"slow_seconds": 0} | {name: value for name, value in form.cleaned_data.items() if value != ""}
    conversation.change_room(room_id, by=request.user, **changed)
    messages.success(request, _("Saved."))
    return redirect("rooms:moderation", room_id)


@require_POST
@login_required
def held(request: PersonRequest, room_id: int, held_id: int) -> HttpResponse:
    """Post what was held, or don't."""
    entry = access.enter_to("queue", request.user, room_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, entry, error=" ".join(map(str, form.errors["reason"])), status=422)
    try:
        if "approve" in request.POST:
            conversation.approve(room_id, request.user, held_id)
            messages.success(request, _("The message is posted."))
        else:
            conversation.turn_down(room_id, request.user, held_id, form.cleaned_data["reason"])
            messages.success(request, _("The message isn't posted, and its author is told."))
    except ValidationError as refusal:
        return _show(request, entry, error=" ".join(refusal.messages), status=422)
    return redirect("rooms:moderation", room_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def report(request: PersonRequest, room_id: int, report_id: int) -> HttpResponse:
    """What was reported, with what was said around it and what was done, and dealing with it."""
    entry = access.enter_to("queue", request.user, room_id)
    found = order.report_in(entry, report_id)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = form.cleaned_data["outcome"]
        deeds: dict[str, Callable[[], object]] = {
            "assign": lambda: conversation.assign(found, request.user, request.user),
            "unassign": lambda: conversation.assign(found, request.user, None),
            "resolved": lambda: conversation.close(found, request.user, "resolved", outcome),
            "dismissed": lambda: conversation.close(found, request.user, "dismissed", outcome),
            "reopen": lambda: conversation.reopen(found, request.user),
        }
        if deed := deeds.get(request.POST.get("do", "")):
            deed()
            return redirect("rooms:report-page", room_id, report_id)
    return as_a_whole(room_id, lambda: _show_report(request, room_id, report_id, form))


def _show_report(request: PersonRequest, room_id: int, report_id: int, form: OutcomeForm) -> HttpResponse:
    entry = access.enter_to("queue", request.user, room_id)
    found = order.report_in(entry, report_id)
    done = order.done_about(found)
    context = {
        "room": entry.room,
        "may": access.permitted(entry),
        "report": found,
        "window": history.around(entry.room, found.message.position, SURROUNDING),
        "entries": [(each, audit.label(each.action), audit.changes_in(each)) for each in done],
        "form": form,
    }
    return TemplateResponse(request, "rooms/moderation/report.html", context, status=422 if form.errors else 200)


def _show(
    request: PersonRequest, entry: access.Entry, *, form: OrderForm | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    may = access.permitted(entry)
    context = {
        "room": entry.room,
        "may": may,
        "held": order.held_in(entry),
        "reports": order.reports_in(entry)[: order.SHOWN],
        "closed": order.reports_in(entry, closed=True)[: order.SHOWN],
        "banned": order.banned_in(entry),
        "muted": order.muted_in(entry),
        "form": (form or OrderForm(instance=entry.room)) if "order" in may else None,
        "error": error,
    }
    return TemplateResponse(request, "rooms/moderation/moderation.html", context, status=status)
