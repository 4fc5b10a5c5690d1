from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import link
from accounts.models import User

from .. import audit, conversation
from ..models import Message, Report
from ..order import done_about
from .conversing import ConversingAdmin, InRoomsAdmin, about_message

AROUND = 4


@admin.register(Report)
class ReportAdmin(ConversingAdmin, InRoomsAdmin):
    """What people reported in rooms that are open to who looks: who deals with it, what was said, and what was done."""

    list_display = ["created", "state", "author", "room", "reporter", "reason", "assignee"]
    list_display_links = ["created"]
    list_filter = ["state", ("assignee", admin.EmptyFieldListFilter)]
    list_select_related = ["message__author", "room", "reporter", "assignee"]
    search_fields = ["reason"]
    search_people = ["message__author", "reporter"]
    date_hierarchy = "created"
    ordering = ["-pk"]
    actions = ["look_at", "resolve", "dismiss", "reopen"]
    fields = ["state", "author", "room", "reporter", "reason", "created", "message_page", "conversation", "assignee"]
    fields += ["outcome", "done"]
    readonly_fields = ["author", "room", "reporter", "reason", "created", "message_page", "conversation", "done"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        by = cast(User, request.user)
        if "assignee" in form.changed_data and obj.is_open:
            conversation.assign(obj, by, obj.assignee)
        elif "state" in form.changed_data or "outcome" in form.changed_data:
            if obj.is_open:
                conversation.reopen(obj, by)
            else:
                conversation.close(obj, by, obj.state, obj.outcome)

    @admin.action(description=_("I look at the selected reports"), permissions=["change"])
    def look_at(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        for report in queryset:
            conversation.assign(report, cast(User, request.user), cast(User, request.user))

    @admin.action(description=_("The selected reports are dealt with"), permissions=["change"])
    def resolve(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        for report in queryset:
            conversation.close(report, cast(User, request.user), Report.State.RESOLVED)

    @admin.action(description=_("Dismiss the selected reports"), permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        for report in queryset:
            conversation.close(report, cast(User, request.user), Report.State.DISMISSED)

    @admin.action(description=_("Open the selected reports again"), permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        for report in queryset:
            conversation.reopen(report, cast(User, request.user))

    @admin.display(description=_("author"))
    def author(self, report: Report) -> str:
        return str(report.message.author)

    @admin.display(description=_("message"))
    def message_page(self, report: Report) -> SafeString:
        return link(reverse("admin:rooms_message_change", args=[report.message_id]), gettext("Message"))

    @admin.display(description=_("what was said around it"))
    def conversation(self, report: Report) -> SafeString:
        position = report.message.position
        said = Message.objects.filter(room=report.room_id).select_related("author")
        before = list(said.filter(position__lt=position).order_by("-position")[:AROUND])
        after = list(said.filter(position__gte=position).order_by("position")[: AROUND + 1])
        return about_message("surroundings", before[::-1] + after, report.message)

    @admin.display(description=_("what was done"))
    def done(self, report: Report) -> SafeString | str:
        entries = [(entry, audit.label(entry.action)) for entry in done_about(report)]
        return about_message("done", entries, report.message) if entries else "-"
