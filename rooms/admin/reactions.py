from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import link, link_to_person

from .. import conversation
from ..models import Reaction
from .conversing import ConversingAdmin, InRoomsAdmin, link_to_room


@admin.register(Reaction)
class ReactionAdmin(ConversingAdmin, InRoomsAdmin):
    """Who answered what with which emoji. People react in rooms; here their reactions are found and taken away."""

    room = "message__room"
    list_display = ["emoji", "person", "room_page", "message_page"]
    list_display_links = ["emoji"]
    list_select_related = ["user", "message__room"]
    search_fields = ["emoji"]
    search_people = ["user"]
    allowed_lookups = ["message__id__exact", "message__room__id__exact", "user__id__exact"]
    ordering = ["-pk"]
    readonly_fields = ["emoji", "person", "room_page", "message_page"]
    fields = [*readonly_fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("person"), ordering="user__username")
    def person(self, reaction: Reaction) -> SafeString | str:
        return link_to_person(reaction.user)

    @admin.display(description=_("room"))
    def room_page(self, reaction: Reaction) -> SafeString:
        return link_to_room(reaction.message.room)

    @admin.display(description=_("message"))
    def message_page(self, reaction: Reaction) -> SafeString:
        return link(reverse("admin:rooms_message_change", args=[reaction.message_id]), gettext("Message"))

    def delete_model(self, request: HttpRequest, obj: Reaction) -> None:
        conversation.remove_reaction(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Reaction]) -> None:
        for reaction in queryset.select_related("message").order_by("message__room_id", "pk"):
            conversation.remove_reaction(reaction)
