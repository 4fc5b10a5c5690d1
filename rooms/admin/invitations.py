from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Invitation, InvitationLink


class _MadeInRooms(admin.ModelAdmin):
    """What only people in their rooms make. Admins see it and can take it away."""

    show_full_result_count = False
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(_MadeInRooms):
    """Who was asked where and has not answered. One that is deleted is taken back."""

    list_display = ["user", "room", "invited_by", "created"]
    list_select_related = ["user", "room", "invited_by"]
    search_fields = ["user__username", "room__name"]


@admin.register(InvitationLink)
class InvitationLinkAdmin(_MadeInRooms):
    """Links into rooms. One that is revoked or deleted leads nowhere any more."""

    list_display = ["room", "made_by", "created", "expires", "uses", "most_uses", "revoked"]
    list_filter = [("revoked", admin.EmptyFieldListFilter)]
    list_select_related = ["room", "made_by"]
    search_fields = ["room__name", "made_by__username"]
    actions = ["revoke"]

    @admin.action(description=_("Revoke the selected links"), permissions=["delete"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[InvitationLink]) -> None:
        queryset.filter(revoked=None).update(revoked=timezone.now())
