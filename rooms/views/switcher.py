from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest

from .. import switcher


@require_safe
@never_cache
@login_required
def go(request: PersonRequest) -> HttpResponse:
    """To the room or the person that was meant, or what it may be; while one types, what it may be."""
    text = switcher.cleaned(request.GET.get("q", ""))
    hits = switcher.find(request.user, text)
    if request.htmx:
        return TemplateResponse(request, "rooms/switcher/offered.html", {"hits": hits, "text": text})
    best = switcher.best(hits) if text else None
    if best:
        return redirect(best.url)
    return TemplateResponse(request, "rooms/switcher/found.html", {"hits": hits, "text": text})
