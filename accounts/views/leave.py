from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from .. import leaving
from ..leave_form import LeaveForm
from ..requests import PersonRequest


@sensitive_post_parameters("password")
@never_cache
@login_required
def leave(request: PersonRequest) -> HttpResponse:
    """Taking my account away, with what I wrote or without."""
    form = LeaveForm(request.POST or None, request=request, user=request.user)
    if request.method == "POST" and form.is_valid():
        leaving.close(request.user, remove_words=form.cleaned_data["words"] == "remove")
        logout(request)
        messages.success(request, _("Your account is deleted."))
        return redirect("account_login")
    return TemplateResponse(request, "accounts/leave.html", {"form": form}, status=422 if form.is_bound else 200)
