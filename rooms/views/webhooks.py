"""The webhooks of a room: made and revoked on a page of the room, and what is sent to their addresses."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest

from .. import access
from ..bots import doing, keeping
from ..bots.tokens import webhook_with
from ..webhook_form import WebhookForm
from .api import key_in
from .api_answers import Refusal, content_of, for_programs, parsed, text_in


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def webhooks(request: PersonRequest, room_id: int) -> HttpResponse:
    """The webhooks of a room, and making one. Its address is on the answer to that and nowhere else."""
    entry = access.enter_to("webhooks", request.user, room_id)
    if request.method != "POST":
        return _show(request, entry, WebhookForm())
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            webhook, token = keeping.make_webhook(room_id, request.user, form.cleaned_data["name"])
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            address = request.build_absolute_uri(reverse("rooms:webhook", args=[token]))
            return _show(request, entry, WebhookForm(), made=webhook.user.name, address=address)
    return _show(request, entry, form, status=422)


@require_POST
@login_required
def revoke(request: PersonRequest, room_id: int, webhook_id: int) -> HttpResponse:
    keeping.revoke_webhook(room_id, request.user, webhook_id)
    messages.success(request, _("The webhook is revoked: what is sent to its address is refused."))
    return redirect("rooms:webhooks", room_id)


@for_programs("POST")
def webhook(request: HttpRequest, token: str) -> HttpResponse:
    """Say the ``text`` that was sent, as programs written for Slack send it: JSON, or JSON in a form's ``payload``."""
    found = webhook_with(token)
    if found is None:
        raise Refusal(404, "no_webhook", _("There is no such webhook, or it was revoked."))
    content = parsed(request.POST.get("payload", "")) if _is_form(request) else content_of(request)
    doing.say(found.room_id, found.user, text_in(content), key_in(content))
    return HttpResponse("ok", content_type="text/plain")


def _is_form(request: HttpRequest) -> bool:
    """Return whether a form was sent. What curl says without being told otherwise is no reason to refuse JSON."""
    return request.content_type != "application/json" and "payload" in request.POST


def _show(
    request: PersonRequest, entry: access.Entry, form: WebhookForm, made: str = "", address: str = "", status: int = 200
) -> HttpResponse:
    context = {"room": entry.room, "form": form, "webhooks": keeping.webhooks_of(entry), "made": made}
    return TemplateResponse(request, "rooms/webhooks/webhooks.html", context | {"address": address}, status=status)
