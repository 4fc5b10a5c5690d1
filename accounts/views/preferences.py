from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ..forms import PreferencesForm
from ..requests import PersonRequest


@login_required
def preferences(request: PersonRequest) -> HttpResponse:
    """How I am called, which language and clock I have, and how pages look to me."""
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account_preferences")
    return TemplateResponse(request, "accounts/preferences.html", {"form": form}, status=422 if form.is_bound else 200)
