from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override

from accounts.admin_lists import link, link_to_person

from .. import conversation
from ..models import Attachment
from ..uploads.kinds import label
from ..views import files
from .conversing import ConversingAdmin, InRoomsAdmin, link_to_room


@admin.register(Attachment)
class AttachmentAdmin(ConversingAdmin, InRoomsAdmin):
    """What messages carry. Nothing changes about a file: it comes with its message, and is deleted here or with it."""

    room = "message__room"
    list_display = ["name", "kind", "bytes", "author", "room_page", "message_page", "written", "content"]
    list_display_links = ["name"]
    list_select_related = ["message__author", "message__room"]
    # Types are searched for too: a filter would read every row to know which there are.
    search_fields = ["name", "content_type"]
    search_people = ["message__author"]
    allowed_lookups = ["message__room__id__exact", "message__author__id__exact"]
    ordering = ["-pk"]
    readonly_fields = [
        "name",
        "kind",
        "bytes",
        "pixels",
        "author",
        "room_page",
        "message_page",
        "written",
        "content",
    ]
    fields = [*readonly_fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        address = path("<int:pk>/content/", self.admin_site.admin_view(self.show), name="rooms_attachment_content")
        return [address, *super().get_urls()]

    def show(self, request: HttpRequest, pk: int) -> Any:
        """The file itself, for an admin who needn't be in its room."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return _shown(request, get_object_or_404(self.get_queryset(request), pk=pk))

    @admin.display(description=_("type"), ordering="content_type")
    def kind(self, attachment: Attachment) -> str:
        return label(attachment.content_type)

    @admin.display(description=_("size"), ordering="size")
    def bytes(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)

    @admin.display(description=_("pixels"))
    def pixels(self, attachment: Attachment) -> str:
        return f"{attachment.width} x {attachment.height}" if attachment.width else ""

    @admin.display(description=_("author"))
    def author(self, attachment: Attachment) -> SafeString | str:
        return link_to_person(attachment.message.author)

    @admin.display(description=_("room"))
    def room_page(self, attachment: Attachment) -> SafeString:
        return link_to_room(attachment.message.room)

    @admin.display(description=_("written"))
    def written(self, attachment: Attachment) -> datetime:
        return attachment.message.created

    @admin.display(description=_("message"))
    def message_page(self, attachment: Attachment) -> SafeString:
        return link(reverse("admin:rooms_message_change", args=[attachment.message_id]), gettext("Message"))

    @admin.display(description=_("content"))
    def content(self, attachment: Attachment) -> SafeString:
        return link(content_address(attachment), gettext("Open"))

    def delete_model(self, request: HttpRequest, obj: Attachment) -> None:
        conversation.remove_file(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Attachment]) -> None:
        for attachment in queryset.select_related("message").order_by("message__room_id", "pk"):
            conversation.remove_file(attachment)


@csp_override(files.NOTHING)
@cache_control(private=True, no_cache=True)
def _shown(request: Any, attachment: Attachment) -> Any:
    return files.whole(request, attachment)


def content_address(attachment: Attachment) -> str:
    return reverse("admin:rooms_attachment_content", args=[attachment.pk])
