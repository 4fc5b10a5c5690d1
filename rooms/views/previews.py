"""Taking the preview of a link from a message, and the picture in it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest

from .. import access, conversation
from ..refusals import said_in_place
from .files import NOTHING, answer


@require_POST
@login_required
@said_in_place
def remove(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    entry = access.enter(request.user, room_id)
    message = access.message_for("remove_preview", entry, position)
    try:
        conversation.remove_preview(message, request.user)
    except ValidationError as refusal:
        raise access.MayNot(message, " ".join(refusal.messages)) from refusal
    if not request.htmx:
        return redirect(message)
    return TemplateResponse(request, "rooms/actions/done.html")


@require_safe
@csp_override(NOTHING)
# As with files: kept by the browser, and never shown again without asking.
@cache_control(private=True, no_cache=True)
@login_required
def picture(request: PersonRequest, room_id: int, key: int) -> HttpResponse | FileResponse:
    """The picture of a linked page, to members. It is ours by now: the page's own server doesn't learn who looks."""
    found = access.link_preview_in(access.enter(request.user, room_id), key)
    return answer(request, found.file, "image/webp", "preview.webp")
