from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.requests import PersonRequest

from .. import access, conversation, pace
from ..forms import MessageForm
from .completion import offer


@require_POST
def keep(request: PersonRequest, room_id: int) -> HttpResponse:
    """Keep what is in a composer, which says so a moment after the last key, and offer to complete its last word.

    There is nothing else to answer, not even to who is signed out or no longer a member: their page has told them.
    """
    if request.user.is_authenticated and access.is_member(request.user.pk, room_id):
        return _keep(request, room_id)
    return HttpResponse(status=204)


def _keep(request: PersonRequest, room_id: int) -> HttpResponse:
    if not pace.may_keep_draft(request.user):
        return HttpResponse(status=429)
    form = MessageForm(request.POST)
    # A field that is just being sent is disabled, and says nothing.
    if "body" in request.POST and form.is_valid():
        conversation.keep_draft(room_id, request.user, form.cleaned_data["nonce"], form.cleaned_data["body"])
        return offer(request, room_id, form) or HttpResponse(status=204)
    return HttpResponse(status=204)
