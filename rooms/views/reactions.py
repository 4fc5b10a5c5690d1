from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest

from .. import access, conversation, emoji_picker
from ..models import Message
from ..refusals import said_in_place
from .actions import answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@said_in_place
def react(request: PersonRequest, room_id: int, position: int) -> HttpResponse:
    """The emoji to react with, those that were looked for, and the reaction itself: the same again takes it back."""
    entry = access.enter(request.user, room_id)
    message = access.message_for("react", entry, position)
    if request.method != "POST":
        return _picker(request, entry, message)
    try:
        conversation.toggle_reaction(message, request.user, request.POST.get("emoji", ""), paced=True)
    except ValidationError as refusal:
        return _picker(request, entry, message, " ".join(refusal.messages))
    if not request.htmx:
        return redirect(message)
    # What everybody sees comes from the feed.
    return TemplateResponse(request, "rooms/actions/done.html")


def _picker(request: PersonRequest, entry: access.Entry, message: Message, refusal: str = "") -> HttpResponse:
    """Show the picker; a live one that looks for something gets only what was found."""
    query = request.GET.get("q", "")[: emoji_picker.LONGEST_QUERY]
    return answer(
        request,
        "react_found" if request.htmx and "q" in request.GET else "react",
        entry,
        message,
        422 if refusal else 200,
        query=query,
        choices=emoji_picker.find(query) if query.strip() else emoji_picker.common(),
        mine=set(message.reactions.filter(user=request.user).values_list("emoji", flat=True)),
        refusal=refusal,
        in_place=bool(request.htmx),
    )
