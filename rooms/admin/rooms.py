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
    list_display = ["name", "kind", "member_list", "message_list", "created", "archived", "page"]
    list_filter = ["kind", "is_public", ("archived", admin.EmptyFieldListFilter)]
    actions = ["archive", "unarchive"]
    search_fields = ["name", "topic"]
    date_hierarchy = "created"
    fields = ["name", "kind", "topic", "description", "edit_minutes", "is_public"]
    record = ["member_list", "message_list", "page", "created", "archived", "version"]
    readonly_fields = record

    def get_fields(self, request: HttpRequest, obj: Room | None = None) -> list[Any]:
        return [*self.fields, *self.record]

    def get_readonly_fields(self, request: HttpRequest, obj: Room | None = None) -> list[str]:
        """A direct conversation is called after its people and stays what it is."""
        fixed = ["name", "kind", "topic", "description", "is_public"] if obj and obj.is_direct else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [choice for choice in Room.Kind.choices if choice[0] != Room.Kind.DIRECT]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.action(description=_("Archive the selected rooms"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Room]) -> None:
        # Only those that aren't: the others keep the day on which they were.
        for room in queryset.filter(archived=None).exclude(kind=Room.Kind.DIRECT).order_by("pk"):
            conversation.archive(room.pk)

    @admin.action(description=_("Take the selected rooms out of the archive"), permissions=["change"])
    def unarchive(self, request: HttpRequest, queryset: QuerySet[Room]) -> None:
        for room in queryset.exclude(archived=None).order_by("pk"):
            conversation.unarchive(room.pk)

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
