from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import audit, staff_access
from ..announcements import sending
from ..announcements.board import board
from ..models import Announcement
from .conversing import ConversingAdmin, staff


@admin.register(Announcement)
class AnnouncementAdmin(ConversingAdmin):
    """What the site says to many at once. One that is out can be cut short or withdrawn, and says what it said."""

    list_display = ["text", "audience", "room", "starts", "expires", "announced", "recipients", "withdrawn"]
    list_filter = ["audience", ("withdrawn", admin.EmptyFieldListFilter)]
    list_select_related = ["room"]
    search_fields = ["text"]
    date_hierarchy = "starts"
    autocomplete_fields = ["room"]
    actions = ["withdraw"]
    record = ["made_by", "announced", "finished", "recipients", "withdrawn"]
    readonly_fields = record

    def get_queryset(self, request: HttpRequest) -> QuerySet[Announcement]:
        rows: QuerySet[Announcement] = super().get_queryset(request)
        return rows.filter(Q(room=None) | staff_access.open_to(staff(request), "room"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "room":
            kwargs["queryset"] = staff_access.rooms_open_to(staff(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Announcement | None = None) -> list[Any]:
        fields = ["text", "link", "audience", "room", "starts", "expires"]
        return [*fields, *self.record] if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Announcement | None = None) -> list[str]:
        fixed = ["text", "link", "audience", "room", "starts"] if obj and obj.announced else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def has_delete_permission(self, request: HttpRequest, obj: Announcement | None = None) -> bool:
        # Withdrawing takes everything back that anybody sees of it.
        return False

    def save_model(self, request: HttpRequest, obj: Announcement, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = staff(request)
        obj.save()
        audit.record("announcement.make", room=obj.room, after={"text": obj.text})
        board.remembered.changed()
        if not obj.finished:
            # In transactions of its own, after Admin's.
            transaction.on_commit(partial(sending.send_now, obj))

    @admin.action(description=_("Withdraw the selected announcements"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Announcement]) -> None:
        for announcement in queryset.filter(withdrawn=None):
            sending.withdraw(announcement)
        messages.success(request, gettext("Withdrawn: nobody sees it any more."))
