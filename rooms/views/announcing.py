"""What a screen reader says every half a minute, to those who want to hear how many messages have come."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest

from .. import access
from ..models import Message
from .entering import in_room

# More are not counted.
MOST = 100


@require_safe
@never_cache
@login_required
@in_room
def summary(request: PersonRequest, entry: access.Entry) -> HttpResponse:
    """Say how many messages others have written since the version that the page was last told of, if any."""
    asked = request.GET.get("since", "")
    since = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else entry.room.version
    new = Message.objects.filter(room=entry.room, position__gt=since, position__lte=entry.room.version, deleted=None)
    count = new.exclude(author=request.user)[:MOST].count()
    if not count:
        return HttpResponse(status=204)
    return TemplateResponse(request, "rooms/live/summary.html", {"count": count, "newest": entry.room.version})
