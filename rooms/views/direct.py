"""Conversations of exactly some people."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest

from .. import conversation, people
from ..room_forms import PeopleForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def direct(request: PersonRequest) -> HttpResponse:
    """Whom to talk to. Somebody named in the address (``with``, a key) is named in the form, too, or leads right to
    the conversation with them, where there is one.
    """
    if request.method == "POST":
        return _open(request, PeopleForm(request.POST))
    key = request.GET.get("with", "")
    if not key.isdecimal() or len(key) > 18:
        return _show(request, PeopleForm())
    other = people.person(int(key))
    if other != request.user and (room := people.direct_of(request.user, [other.pk])):
        return redirect(room)
    return _show(request, PeopleForm(initial={"people": f"@{other.username}"}))


def _open(request: PersonRequest, form: PeopleForm) -> HttpResponse:
    if form.is_valid():
        try:
            return redirect(conversation.open_direct(request.user, form.cleaned_data["people"]))
        except ValidationError as refusal:
            form.add_error("people", ValidationError(refusal.messages))
    return _show(request, form, 422)


def _show(request: PersonRequest, form: PeopleForm, status: int = 200) -> HttpResponse:
    return TemplateResponse(request, "rooms/direct.html", {"form": form}, status=status)
