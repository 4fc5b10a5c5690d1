"""What was done in a room, for its owners."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest

from .. import access, audit, audit_pages
from ..models import AuditEntry


@require_safe
@never_cache
@login_required
def log(request: PersonRequest, room_id: int) -> HttpResponse:
    """Who did what here, the newest first."""
    entry = access.enter_to("audit", request.user, room_id)
    action = request.GET.get("action", "")
    action = action if action in audit.ACTIONS else ""
    before = request.GET.get("before", "")
    entries, has_more = audit_pages.of_room(entry.room, action, int(before) if before.isdecimal() else None)
    context = {
        "room": entry.room,
        "may": access.permitted(entry),
        "entries": [(each, audit.label(each.action), audit.changes_in(each)) for each in entries],
        "last": entries[-1].pk if has_more else None,
        "actions": sorted(audit.ACTIONS.items(), key=lambda item: str(item[1])),
        "action": action,
    }
    return TemplateResponse(request, "rooms/moderation/audit.html", context)


@require_safe
@never_cache
@login_required
def download(request: PersonRequest, room_id: int) -> StreamingHttpResponse:
    """The same as a file for spreadsheets."""
    room = access.enter_to("audit", request.user, room_id).room
    lines = audit_pages.as_csv(AuditEntry.objects.filter(room=room), request.user.language, origin=False)
    return answer(lines, f"parley-audit-{room.pk}.csv")


def answer(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    """Return lines of CSV as a file that is sent while it is made."""
    return StreamingHttpResponse(
        lines, content_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
