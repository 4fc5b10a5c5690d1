"""Which of the staff looked into a closed room, for those whose room it is."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest

from .. import access
from ..models import Opening

ON_A_PAGE = 50


@require_safe
@never_cache
@login_required
def openings(request: PersonRequest, room_id: int) -> HttpResponse:
    entry = access.enter_to_see_openings(request.user, room_id)
    found = Opening.objects.filter(room=entry.room).select_related("user")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "rooms/settings/openings.html", {"room": entry.room, "page": page})
