from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .. import sign_ins as seen
from ..requests import PersonRequest


@never_cache
@login_required
def sign_ins(request: PersonRequest) -> HttpResponse:
    """Where I am signed in, and signing out there: in one place, or everywhere else."""
    found = seen.of(request.user)
    here = request.session.session_key
    if request.method == "POST":
        elsewhere = [each for each in found if each.session_key != here]
        chosen = request.POST.get("sign_out", "")
        ended = elsewhere if chosen == "elsewhere" else [each for each in elsewhere if str(each.pk) == chosen]
        if not ended and chosen != "elsewhere":
            raise Http404("no such sign-in")
        seen.end(ended)
        messages.success(request, _("Signed out there."))
        return redirect("account_sessions")
    return TemplateResponse(request, "accounts/sign_ins.html", {"sign_ins": found, "here": here})
