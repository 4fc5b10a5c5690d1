from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import ListAdmin, link_to_person
from alerts.models import Digest


@admin.register(Digest)
class DigestAdmin(ListAdmin):
    """What was mailed to whom, and what became of it: to look at, for only the worker changes it."""

    list_display = ["person", "state", "attempts", "created", "began", "due"]
    list_filter = ["state"]
    list_select_related = ["user"]
    search_people = ["user"]
    allowed_lookups = ["user__id__exact"]
    ordering = ["-created"]

    @admin.display(description=_("person"), ordering="user__username")
    def person(self, digest: Digest) -> SafeString | str:
        return link_to_person(digest.user)

    def has_add_permission(self, *args: Any) -> bool:
        return False

    def has_change_permission(self, *args: Any) -> bool:
        return False
