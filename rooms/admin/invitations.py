from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import link_to_person

from .. import conversation
from ..models import Invitation, InvitationLink
from .conversing import InRoomsAdmin, link_to_room


class _MadeInRooms(InRoomsAdmin):
    """What only people in their rooms make. Admins see it and can take it away."""

    ordering = ["-pk"]
    date_hierarchy = "created"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @admin.display(description=_("room"), ordering="room__name")
    def room_page(self, made: Invitation | InvitationLink) -> SafeString:
        return link_to_room(made.room)


@admin.register(Invitation)
class InvitationAdmin(_MadeInRooms):
    """Who was asked where and has not answered. One that is deleted is taken back."""

    list_display = ["user", "room_page", "inviter", "created"]
    list_select_related = ["user", "room", "invited_by"]
    search_people = ["user", "invited_by"]
    allowed_lookups = ["room__id__exact", "user__id__exact"]

    def delete_model(self, request: HttpRequest, obj: Invitation) -> None:
        # As if it were declined: nothing calls them there any more.
        conversation.decline(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        for invitation in queryset:
            conversation.decline(invitation)

    @admin.display(description=_("invited by"), ordering="invited_by__username")
    def inviter(self, invitation: Invitation) -> SafeString | str:
        return link_to_person(invitation.invited_by)


@admin.register(InvitationLink)
class InvitationLinkAdmin(_MadeInRooms):
    """Links into rooms. One that is revoked or deleted leads nowhere any more."""

    list_display = ["number", "room_page", "maker", "created", "expires", "uses", "most_uses", "revoked"]
    list_filter = [("revoked", admin.EmptyFieldListFilter), ("expires", admin.DateFieldListFilter)]
    list_select_related = ["room", "made_by"]
    search_people = ["made_by"]
    allowed_lookups = ["room__id__exact", "made_by__id__exact"]
    actions = ["revoke"]

    @admin.display(description=_("number"), ordering="pk")
    def number(self, link: InvitationLink) -> int:
        return link.pk

    @admin.display(description=_("made by"), ordering="made_by__username")
    def maker(self, link: InvitationLink) -> SafeString | str:
        return link_to_person(link.made_by)

    @admin.action(description=_("Revoke the selected links"), permissions=["delete"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[InvitationLink]) -> None:
        queryset.filter(revoked=None).update(revoked=timezone.now())
