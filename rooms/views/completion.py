"""Completing half a word in a composer: what the page shows above it, and what it becomes when something is chosen."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import PersonRequest

from .. import access, completion
from ..forms import MessageForm
from ..models import Room
from .entering import in_room
from .replies import replying


def offer(request: PersonRequest, room_id: int, form: MessageForm) -> HttpResponse | None:
    """Return what the half word at the end of a composer's text may become, for a composer that has just been kept.

    None where there is none and the page shows nothing either. The caller has made sure of the membership.
    """
    word = completion.half_word(form.data.get("body", ""))
    offers = completion.offers(Room(pk=room_id), request.user, word) if word else []
    if not form.composer_key or not (offers or "offered" in form.data):
        return None
    context = {"room_id": room_id, "key": form.composer_key, "word": word, "offers": offers}
    return TemplateResponse(request, "rooms/completions_offered.html", context)


@require_POST
@never_cache
@login_required
@in_room
def complete(request: PersonRequest, entry: access.Entry) -> HttpResponse:
    """A composer's field with what was chosen in the place of the half word.

    The page sends the text as it is then, and puts the answer in only while nobody types in the field.
    """
    form = MessageForm(request.POST)
    if not form.composer_key:
        return HttpResponse(status=204)
    text = completion.complete(form.data.get("body", ""), form.data.get("word", ""), form.data.get("chosen", ""))
    context = {"room": entry.room, "key": form.composer_key, "draft": text, "is_long": "long" in form.data}
    return TemplateResponse(request, "rooms/completed.html", context | replying(entry, form))
