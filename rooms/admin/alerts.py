"""Alerts in Admin. They are here, and not with their app, because only rooms know which of them are closed."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import ListAdmin, link_to_person
from alerts.models import Alert

from .. import staff_access
from .conversing import staff


@admin.register(Alert)
class AlertAdmin(ListAdmin):
    """What called for somebody's attention. Of a closed room, only that it did.

    What alerts say isn't searched: it would tell what is in those that are closed, and take long.
    """

    list_display = ["content", "kind", "person", "whose", "place", "created", "read"]
    list_filter = ["kind", ("read", admin.EmptyFieldListFilter), ("created", admin.DateFieldListFilter)]
    list_select_related = ["user", "actor"]
    search_people = ["user"]
    allowed_lookups = ["user__id__exact"]
    autocomplete_fields = ["user", "actor"]
    readonly_fields = ["created"]
    ordering = ["-pk"]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        alerts = list(changes.result_list)
        closed = _closed(alerts, request)
        for alert in alerts:
            if alert.pk in closed:
                _hide(alert)
        changes.result_list = alerts
        return changes

    @admin.display(description=_("person"), ordering="user__username")
    def person(self, alert: Alert) -> SafeString | str:
        return link_to_person(alert.user)

    @admin.display(description=_("by whom"))
    def whose(self, alert: Alert) -> SafeString | str:
        return link_to_person(alert.actor)

    def has_view_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        return super().has_view_permission(request, obj) and self._is_open(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_open(request, obj)

    @staticmethod
    def _is_open(request: HttpRequest, obj: Alert | None) -> bool:
        return obj is None or not _closed([obj], request)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """Name those that may be read; the others can't be deleted either."""
        alerts = list(objs)
        closed = _closed(alerts, request)
        missing = set() if self.has_delete_permission(request) and not closed else {self.opts.verbose_name}
        for alert in alerts:
            if alert.pk in closed:
                _hide(alert)
        return [str(alert) for alert in alerts], {self.opts.verbose_name_plural: len(alerts)}, missing, []

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Alert]) -> None:
        closed = _closed(list(queryset), request)
        super().delete_queryset(request, queryset.exclude(pk__in=closed))


def _hide(alert: Alert) -> None:
    """Leave of an alert that was read only whom it calls, and when: it is never stored so."""
    alert.content, alert.place, alert.actor = gettext("(in a closed room)"), "-", None


def _closed(alerts: Iterable[Alert], request: HttpRequest) -> set[int]:
    """Return the keys of those of some alerts that are about closed rooms, or rooms that are no longer there."""
    rooms = {alert.pk: int(match[1]) for alert in alerts if (match := re.match(r"room-([0-9]+)(?:/|$)", alert.subject))}
    open_rooms = staff_access.open_rooms_among(staff(request), set(rooms.values()))
    return {pk for pk, room_id in rooms.items() if room_id not in open_rooms}
