from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import link

from .. import staff_access
from ..models import Room
from ..views.export import archive_of
from .conversing import staff

PERMISSION = "rooms.export_room"


class ExportingAdmin(admin.ModelAdmin):
    """A room's page that leads to the archive of it, for those who have the permission and to whom the room is open."""

    @admin.display(description=_("export"))
    def export(self, room: Room) -> SafeString:
        return link(reverse("admin:rooms_room_export", args=[room.pk]), gettext("Download (ZIP)"))

    def get_urls(self) -> list[Any]:
        address = path("<int:pk>/export/", self.admin_site.admin_view(self.export_room), name="rooms_room_export")
        return [address, *super().get_urls()]

    def export_room(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Everything said in a room, as an archive; who took it away is written down."""
        room = get_object_or_404(Room, pk=pk)
        if not may_export(request, room):
            raise PermissionDenied
        return archive_of(room)


def may_export(request: HttpRequest, room: Room) -> bool:
    return staff(request).has_perm(PERMISSION) and staff_access.is_open_to(staff(request), room)
