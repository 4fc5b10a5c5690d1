from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .. import conversation
from ..models import Membership, Room
from .conversing import ConversingAdmin, InRoomsAdmin, link_to_room


@admin.register(Membership)
class MembershipAdmin(ConversingAdmin, InRoomsAdmin):
    """Who is where. A membership that is deleted ends the person's open pages of the room."""

    list_display = ["user", "room_page", "role", "notification_level", "joined", "muted_until"]
    list_display_links = ["user"]
    list_filter = ["role", "notification_level", "room__kind"]
    list_select_related = ["user", "room"]
    search_people = ["user"]
    allowed_lookups = ["room__id__exact", "user__id__exact"]
    ordering = ["-pk"]
    autocomplete_fields = ["room", "user"]
    fields = ["room", "user", "role", "notification_level", "joined", "muted_until"]
    readonly_fields = ["joined", "muted_until"]
    fixed_fields = ["room", "user"]
    actions = ["mute", "unmute", "ban"]

    @admin.action(description=_("Mute the selected members for a day"), permissions=["change"])
    def mute(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.order_by("room_id"):
            conversation.mute(membership.room_id, None, membership.user_id, timezone.now() + timedelta(days=1))

    @admin.action(description=_("Let the selected members write again"), permissions=["change"])
    def unmute(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.exclude(muted_until=None).order_by("room_id"):
            conversation.mute(membership.room_id, None, membership.user_id, None)

    @admin.action(description=_("Ban the selected members from their rooms, for good"), permissions=["delete"])
    def ban(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.exclude(room__kind=Room.Kind.DIRECT).order_by("room_id"):
            conversation.ban(membership.room_id, None, membership.user_id, None)

    @admin.display(description=_("room"), ordering="room__name")
    def room_page(self, membership: Membership) -> SafeString:
        return link_to_room(membership.room)

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        if not change:
            added = conversation.add_member(obj.room_id, obj.user, obj.role, obj.notification_level)
            obj.pk = added.pk
            obj.refresh_from_db()
        elif form.changed_data:
            conversation.change_member(obj)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        conversation.remove_member(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.order_by("room_id"):
            conversation.remove_member(membership)
