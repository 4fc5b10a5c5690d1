from typing import Any

from django.contrib import admin, messages
from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import ListAdmin, link

from .. import conversation, staff_access
from ..models import Membership, Message, Room
from .conversing import ConversingAdmin, InRoomsAdmin, list_of, staff
from .exports import ExportingAdmin, may_export


@admin.register(Room)
class RoomAdmin(ConversingAdmin, InRoomsAdmin, ExportingAdmin):
    """All rooms. Of one that is closed to who looks (``staff_access``), that it is there, and the way to open it."""

    list_display = ["label", "kind", "member_list", "message_list", "created", "archived", "is_public", "page"]
    list_display_links = ["label"]
    list_filter = ["kind", "is_public", ("archived", admin.EmptyFieldListFilter)]
    actions = ["archive", "unarchive"]
    # By which fields, ``found_by`` says.
    search_fields = ["name", "topic"]
    search_rooms = False
    date_hierarchy = "created"
    fields = ["name", "kind", "topic", "description", "edit_minutes", "keep_days", "is_public"]
    record = ["member_list", "message_list", "page", "created", "archived", "version", "glass"]
    closed_record = ["label", "kind", "created", "archived", "glass"]
    talk = ["is_locked", "slow_seconds", "holds_newcomers", "reactions"]
    readonly_fields = [*record, "export"]
    change_form_template = "admin/rooms/room/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        # Not only those that are open.
        rooms: QuerySet[Room] = super(ListAdmin, self).get_queryset(request)
        members = Membership.objects.filter(room=OuterRef("pk")).order_by()
        return rooms.annotate(
            # Counted for the rooms on the page only.
            member_count=Coalesce(Subquery(members.values("room").annotate(count=Count("pk")).values("count")), 0),
            is_open_to_me=ExpressionWrapper(staff_access.open_to(staff(request)), output_field=BooleanField()),
        )

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        changes.result_list = [_labelled(room) for room in changes.result_list]
        return changes

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Room | None:
        room: Room | None = super().get_object(request, object_id, from_field)
        return room and _labelled(room)

    def found_by(self, word: str, request: HttpRequest) -> Q:
        is_open = staff_access.open_to(staff(request))
        # The name of a direct conversation names its people.
        by_name = Q(name__icontains=word) & (is_open | ~Q(kind=Room.Kind.DIRECT))
        return by_name | Q(topic__icontains=word) & is_open

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Room], search_term: str
    ) -> tuple[QuerySet[Room], bool]:
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            # Where rooms are chosen, something is done in them.
            queryset = queryset.filter(staff_access.open_to(staff(request)))
        return super().get_search_results(request, queryset, search_term)

    def get_fields(self, request: HttpRequest, obj: Room | None = None) -> list[Any]:
        if obj and not _is_open(obj):
            return self.closed_record
        fields = [*self.fields, *self.talk]
        if obj is None:
            return fields
        return [*fields, *self.record, *(["export"] if may_export(request, obj) else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Room | None = None) -> list[str]:
        """A direct conversation is called after its people and stays what it is."""
        if obj and not _is_open(obj):
            return self.closed_record
        fixed = ["name", "kind", "topic", "description", "is_public", *self.talk] if obj and obj.is_direct else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def has_change_permission(self, request: HttpRequest, obj: Room | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_reachable(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Room | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_reachable(request, obj)

    @staticmethod
    def _is_reachable(request: HttpRequest, obj: Room | None) -> bool:
        return obj is None or staff_access.is_open_to(staff(request), obj)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [choice for choice in Room.Kind.choices if choice[0] != Room.Kind.DIRECT]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.action(description=_("Archive the selected rooms"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Room]) -> None:
        # Only those that aren't: the others keep the day on which they were.
        for room in self._open_ones(request, queryset.filter(archived=None).exclude(kind=Room.Kind.DIRECT)):
            conversation.archive(room.pk)

    @admin.action(description=_("Take the selected rooms out of the archive"), permissions=["change"])
    def unarchive(self, request: HttpRequest, queryset: QuerySet[Room]) -> None:
        for room in self._open_ones(request, queryset.exclude(archived=None)):
            conversation.unarchive(room.pk)

    def _open_ones(self, request: HttpRequest, queryset: QuerySet[Room]) -> list[Room]:
        """Return the rooms in which something may be done, and say how many are left out."""
        rooms = list(queryset.order_by("pk"))
        open_ones = [room for room in rooms if _is_open(room)]
        if closed := len(rooms) - len(open_ones):
            left_out = ngettext(
                "%(count)d closed room was left as it is.", "%(count)d closed rooms were left as they are.", closed
            )
            messages.warning(request, left_out % {"count": closed})
        return open_ones

    @admin.display(description=_("name"), ordering="name")
    def label(self, room: Room) -> str:
        return room.name

    @admin.display(description=_("members"))
    def member_list(self, room: Room) -> SafeString | str:
        count = getattr(room, "member_count", 0)
        return list_of("membership", count, room__id__exact=room.pk) if _is_open(room) else str(count)

    @admin.display(description=_("messages"))
    def message_list(self, room: Room) -> SafeString | str:
        # Without their number: counting the messages of every room listed would read them all.
        return list_of("message", gettext("Messages"), room__id__exact=room.pk) if _is_open(room) else ""

    @admin.display(description=_("room page"))
    def page(self, room: Room) -> SafeString | str:
        return link(room.get_absolute_url(), gettext("Open"))

    @admin.display(description=_("for the staff"))
    def glass(self, room: Room) -> SafeString | str:
        if room.is_open:
            return gettext("open")
        if _is_open(room):
            return gettext("open to you for a while")
        address = reverse("admin:rooms_opening_add", query={"room": str(room.pk)})
        return link(address, gettext("closed: say why you need to look into it"))

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:
        if not change:
            obj.pk = conversation.create_room(obj.name, None, obj.kind).pk
        if form.changed_data:
            conversation.change_room(obj.pk, **{name: getattr(obj, name) for name in form.changed_data})
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Room) -> None:
        conversation.delete_room(obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Room]) -> None:
        for room in self._open_ones(request, queryset):
            conversation.delete_room(room.pk)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """Count what goes with the rooms; Django would list every message. A closed one doesn't go."""
        rooms = list(objs)
        counts = {
            self.opts.verbose_name_plural: len(rooms),
            Membership._meta.verbose_name_plural: Membership.objects.filter(room__in=rooms).count(),
            Message._meta.verbose_name_plural: Message.objects.filter(room__in=rooms).count(),
        }
        may = self.has_delete_permission(request)
        missing = set() if may and all(map(_is_open, rooms)) else {self.opts.verbose_name}
        return [str(_labelled(room)) for room in rooms], counts, missing, []


def _labelled(room: Room) -> Room:
    """Call a room that was read as whoever reads it may know it: lists, titles and histories name it."""
    if not _is_open(room):
        room.name = staff_access.label(room)
    return room


def _is_open(room: Room) -> bool:
    """Whether a room that this Admin has read is open to who reads it."""
    return bool(getattr(room, "is_open_to_me", False))
