from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import people
from .models import User


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People. Saving and deleting go through ``people``, so that open pages show it at once."""

    list_display = ["username", "display_name", "email", "is_active", "is_staff", "is_placeholder", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_placeholder", "groups"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["username"]
    show_full_result_count = False
    readonly_fields = ["last_login", "date_joined", "is_placeholder"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["display_name", "email", "time_zone", "language"]}),
        (
            _("Permissions"),
            {
                "fields": ["is_active", "is_staff", "is_superuser", "is_placeholder", "groups", "user_permissions"],
                "description": _("Somebody who has written can't be deleted. Take “active” away instead."),
            },
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "display_name", "email", "usable_password", "password1", "password2"],
            },
        ),
    ]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        people.save(obj)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        people.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            people.delete(user)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """Name the people and what forbids deleting them; Django would list every message they ever wrote."""
        protected = [
            gettext("%(person)s has %(count)d %(things)s here. Deactivate instead of deleting.")
            % {"person": user, "count": count, "things": things}
            for user in objs
            for things, count in people.kept_by(user)
        ]
        missing = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return [str(user) for user in objs], {self.opts.verbose_name_plural: len(objs)}, missing, protected
