from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import ListAdmin
from accounts.models import User

from .. import staff_access
from ..models import Room, ServerProcess
from ..presence.known import known
from .conversing import staff

# So many rooms, and people in one, are named.
MOST_NAMED = 50


@admin.register(ServerProcess)
class ServerProcessAdmin(ListAdmin):
    """The processes of the server, with the sockets that each holds, and who is in which room by them."""

    list_display = ["name", "is_running", "started", "seen", "sockets", "people", "rooms", "delay", "slow_delay"]
    ordering = ["-seen"]
    readonly_fields = ["name", "started", "seen", "sockets", "people", "rooms", "delay", "slow_delay"]
    fields = [*readonly_fields]
    change_form_template = "admin/rooms/serverprocess/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ServerProcess | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ServerProcess | None = None) -> bool:
        return False

    @admin.display(description=_("running"), boolean=True)
    def is_running(self, process: ServerProcess) -> bool:
        return process.is_running

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        here = self._here(request, object_id)
        return super().change_view(request, object_id, form_url, {"here": here, **(extra_context or {})})

    def _here(self, request: HttpRequest, object_id: str) -> SafeString | str:
        """Who is in which room by a process, as far as this one has heard: nothing of it is stored."""
        process = ServerProcess.objects.filter(pk=object_id).first() if object_id.isdigit() else None
        said = dict(known.said_by(process.key)) if process else {}
        biggest = sorted(said, key=lambda room_id: -len(said[room_id]))[:MOST_NAMED]
        rooms = Room.objects.in_bulk(biggest)
        open_rooms = staff_access.open_rooms_among(staff(request), biggest)
        named = {pk for room_id in open_rooms for pk in sorted(said[room_id])[:MOST_NAMED]}
        people = User.objects.in_bulk(named)
        lines = [
            {
                "room": rooms[room_id],
                "label": staff_access.label(rooms[room_id]),
                "is_closed": room_id not in open_rooms,
                "count": len(said[room_id]),
                "people": [people[pk] for pk in sorted(said[room_id]) if pk in people] if room_id in open_rooms else [],
            }
            for room_id in biggest
            if room_id in rooms
        ]
        return render_to_string("admin/rooms/serverprocess/here.html", {"lines": lines})
