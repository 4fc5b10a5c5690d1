from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

import alerts.calling as alerting
from accounts.requests import PersonRequest
from alerts.models import Alert

from ..announcements.board import board


@require_POST
@login_required
def dismiss(request: PersonRequest, announcement_id: int) -> HttpResponse:
    """Take an announcement from my pages: its alert is read from now on."""
    mine = Alert.objects.filter(user=request.user, subject=f"announcement-{announcement_id}")
    alerting.mark_read(request.user, list(mine.values_list("pk", flat=True)))
    if request.htmx:
        return TemplateResponse(request, "announcements/live.html", {"lines": board.banner_of(request.user.pk)})
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else "home")
