from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import link
from accounts.models import User

from .. import audit, audit_pages, staff_access
from ..models import AuditEntry
from ..views.audit import answer
from .conversing import InRoomsAdmin, staff

# What tells nothing of who is in a room, and what the staff should know of each other.
BESIDE = ["room.glass", "room.create", "room.delete"]


class ActionFilter(admin.SimpleListFilter):
    """What was done. From our own table: reading which there are would read the whole log."""

    title = _("what")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(audit.ACTIONS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(InRoomsAdmin):
    """Who did what to whom. Nobody changes anything of it; what a filter or a search finds can be exported.

    Of closed rooms, and of those that are gone, only what BESIDE names.
    """

    change_list_template = "admin/rooms/auditentry/list.html"
    list_display = ["created", "who", "what", "whom", "place", "reason"]
    list_display_links = ["created"]
    list_filter = [ActionFilter, ("room", admin.EmptyFieldListFilter), "created"]
    list_select_related = ["actor", "person"]
    search_fields = ["reason", "address"]
    search_people = ["actor", "person"]
    allowed_lookups = ["room__id__exact", "actor__id__exact", "person__id__exact"]
    search_help_text = _("User names, names of rooms, reasons and addresses.")
    date_hierarchy = "created"
    ordering = ["-pk"]
    readonly_fields = ["created", "who", "what", "whom", "place", "message_page", "reason", "before", "after"]
    readonly_fields += ["address", "browser"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        entries: QuerySet[AuditEntry] = super(InRoomsAdmin, self).get_queryset(request)
        may_be_read = Q(room=None) | Q(action__in=BESIDE) | staff_access.open_to(staff(request), "room")
        return entries.filter(may_be_read)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        address = path("export/", self.admin_site.admin_view(self.export), name="rooms_auditentry_export")
        return [address, *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponse:
        """What the list would show with the same filters, all of it, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = self.get_changelist_instance(request).get_queryset(request)
        language = cast(User, request.user).language
        return cast(HttpResponse, answer(audit_pages.as_csv(entries, language, origin=True), "parley-audit.csv"))

    @admin.display(description=_("who"))
    def who(self, entry: AuditEntry) -> SafeString | str:
        return _person(entry.actor, entry.actor_id) if entry.actor_id else gettext("The site")

    @admin.display(description=_("what"), ordering="action")
    def what(self, entry: AuditEntry) -> str:
        return audit.label(entry.action)

    @admin.display(description=_("to whom"))
    def whom(self, entry: AuditEntry) -> SafeString | str:
        return _person(entry.person, entry.person_id) if entry.person_id else ""

    @admin.display(description=_("where"))
    def place(self, entry: AuditEntry) -> SafeString | str:
        if not entry.room_id:
            return gettext("the whole site")
        name = entry.room_name or gettext("Direct conversation %(number)s") % {"number": entry.room_id}
        return link(reverse("admin:rooms_room_change", args=[entry.room_id]), name)

    @admin.display(description=_("message"))
    def message_page(self, entry: AuditEntry) -> SafeString | str:
        return link(entry.message_address, gettext("Open")) if entry.message_address else ""


def _person(person: User | None, key: int | None) -> SafeString | str:
    if person is None:
        return gettext("person %(key)s") % {"key": key}
    return link(reverse("admin:accounts_user_change", args=[person.pk]), person.name)
