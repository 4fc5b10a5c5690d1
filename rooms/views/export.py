"""Taking everything that was said in a room away, as an archive."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest

from .. import access, audit, room_export
from ..models import Room


@require_safe
@never_cache
@login_required
def about(request: PersonRequest, room_id: int) -> HttpResponse:
    """What the archive of a room holds, and the way to it."""
    entry = access.enter_to("export", request.user, room_id)
    return TemplateResponse(request, "rooms/settings/export.html", {"room": entry.room})


@require_safe
@never_cache
@login_required
def download(request: PersonRequest, room_id: int) -> StreamingHttpResponse:
    """The archive of a room, which is sent while it is made."""
    return archive_of(access.enter_to("export", request.user, room_id).room)


def archive_of(room: Room) -> StreamingHttpResponse:
    """Answer with the archive of a room; that it was taken away is written down."""
    with transaction.atomic():
        audit.record("room.export", room=room)
    return StreamingHttpResponse(
        room_export.as_zip(room),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{room_export.name_of(room)}.zip"'},
    )
