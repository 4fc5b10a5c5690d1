from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest

from . import calling, inbox
from .models import Alert

PAGE = 50
Kind = Alert.Kind

# What the inbox can show: the name in its address, what it is called, and which alerts these are.
FILTERS = {
    "all": (_("All"), Q()),
    "unread": (_("Unread"), Q(read=None)),
    "mentions": (_("Mentions"), Q(kind__in=[Kind.MENTION, Kind.EVERYBODY])),
    "replies": (_("Replies"), Q(kind=Kind.REPLY)),
    "reactions": (_("Reactions"), Q(kind=Kind.REACTION)),
    "announcements": (_("Announcements"), Q(kind=Kind.ANNOUNCEMENT)),
    "direct": (_("Direct messages"), Q(kind=Kind.DIRECT)),
}


@require_safe
@never_cache
@login_required
def alerts(request: PersonRequest) -> HttpResponse:
    """What calls for my attention, by day, the newest first; for a live page, the list as it is now."""
    # Before the list is read: what comes in between is fetched once more rather than never.
    state = inbox.digests([request.user.pk])[request.user.pk]
    show = _filter(request.GET.get("show"))
    found = Alert.objects.filter(FILTERS[show][1], user=request.user).select_related("actor").order_by("-pk")
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "show": show,
        "filters": [(name, label) for name, (label, _which) in FILTERS.items()],
        "state": state,
    }
    return TemplateResponse(request, "alerts/live.html" if request.htmx else "alerts/list.html", context)


@require_safe
@never_cache
@login_required
def follow(request: PersonRequest, alert_id: int) -> HttpResponse:
    """Where an alert leads to; it is read from then on. Following it again changes nothing."""
    alert = get_object_or_404(Alert, pk=alert_id, user=request.user)
    calling.mark_read(request.user, [alert.pk])
    if url_has_allowed_host_and_scheme(alert.link, allowed_hosts=None):
        return redirect(alert.link)
    return redirect("alerts:list")


@require_POST
@login_required
def read(request: PersonRequest, alert_id: int) -> HttpResponse:
    """Mark one alert read, or with ``unread`` unread again."""
    alert = get_object_or_404(Alert, pk=alert_id, user=request.user)
    if "unread" in request.POST:
        calling.mark_unread(request.user, alert.pk)
    else:
        calling.mark_read(request.user, [alert.pk])
    return _back(request)


@require_POST
@login_required
def read_all(request: PersonRequest) -> HttpResponse:
    """Mark every alert of mine read."""
    calling.mark_read(request.user)
    return _back(request)


def _filter(name: str | None) -> str:
    return name if name in FILTERS else "all"


def _back(request: PersonRequest) -> HttpResponse:
    query = {"show": _filter(request.POST.get("show")), "page": request.POST.get("page", "1")}
    return redirect(f"{reverse('alerts:list')}?{urlencode(query)}")
