from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import conversation
from ..models import Membership, Message, Room
from .conversing import ConversingAdmin, link, list_of


@admin.register(Room)
class RoomAdmin(ConversingAdmin):
    list_display = ["name", "kind", "member_list", "message_list", "created", "page"]
    list_filter = ["kind"]
    search_fields = ["name", "topic"]
    date_hierarchy = "created"
    fields = [
        "name",
        "kind",
        "topic",
        "description",
        "edit_minutes",
        "member_list",
        "message_list",
        "page",
        "created",
        "version",
    ]
    readonly_fields = ["member_list", "message_list", "page", "created", "version"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        rooms: QuerySet[Room] = super().get_queryset(request).annotate(member_count=Count("memberships"))
        return rooms

    @admin.display(description=_("members"), ordering="member_count")
    def member_list(self, room: Room) -> SafeString | str:
        return list_of("membership", room.member_count, room__id__exact=room.pk) if room.pk else ""  # type: ignore[attr-defined]

    @admin.display(description=_("messages"))
    def message_list(self, room: Room) -> SafeString | str:
        # Without their number: counting the messages of every room listed would read them all.
        return list_of("message", gettext("Messages"), room__id__exact=room.pk) if room.pk else ""

    @admin.display(description=_("room page"))
    def page(self, room: Room) -> SafeString | str:
        return link(room.get_absolute_url(), gettext("Open")) if room.pk else ""

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:
        if not change:
            obj.pk = conversation.create_room(obj.name, None, obj.kind).pk
        if form.changed_data:
            conversation.change_room(obj.pk, **{name: form.cleaned_data[name] for name in form.changed_data})
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Room) -> None:
        conversation.delete_room(obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Room]) -> None:
        for room in queryset:
            conversation.delete_room(room.pk)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """Count what goes with the rooms; Django would list every message."""
        counts = {
            self.opts.verbose_name_plural: len(objs),
            Membership._meta.verbose_name_plural: Membership.objects.filter(room__in=objs).count(),
            Message._meta.verbose_name_plural: Message.objects.filter(room__in=objs).count(),
        }
        missing = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return [room.name for room in objs], counts, missing, []
