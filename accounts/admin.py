from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import people, sign_ins
from .admin_lists import ListAdmin, link_to_person
from .models import SignIn, User

# What only those who may do everything can give to somebody, or take away.
POWERS = ["is_staff", "is_superuser", "groups", "user_permissions"]


@admin.register(User)
class PersonAdmin(ListAdmin, UserAdmin):
    """People. Saving and deleting go through ``people``, so that open pages show it at once."""

    list_display = ["username", "display_name", "email", "is_active", "is_staff", "is_placeholder", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_placeholder", "groups"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["username"]
    date_hierarchy = "date_joined"
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

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody gives what they haven't got: staff who may change people would soon be able to do everything."""
        return [*self.readonly_fields, *([] if request.user.is_superuser else POWERS)]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_within_reach(request, obj)

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
        may = all(self.has_delete_permission(request, user) for user in objs)
        missing = set() if may else {self.opts.verbose_name}
        return [str(user) for user in objs], {self.opts.verbose_name_plural: len(objs)}, missing, protected


def _is_within_reach(request: HttpRequest, obj: User | None) -> bool:
    """Whether it is somebody whom this admin may touch: with another's password one has all that they may do."""
    return obj is None or request.user.is_superuser or not obj.is_superuser


@admin.register(SignIn)
class SignInAdmin(ListAdmin):
    """Where people are signed in. One that is deleted is signed out there, and its open pages end.

    The key of the session is nobody's to see: whoever has it is that person.
    """

    list_display = ["browser_name", "person", "started", "seen"]
    list_filter = [("seen", admin.DateFieldListFilter)]
    list_select_related = ["user"]
    search_people = ["user"]
    allowed_lookups = ["user__id__exact"]
    ordering = ["-pk"]
    fields = ["user", "browser", "started", "seen"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SignIn | None = None) -> bool:
        return False

    @admin.display(description=_("browser"))
    def browser_name(self, sign_in: SignIn) -> str:
        return sign_in.browser_name or "-"

    @admin.display(description=_("person"), ordering="user__username")
    def person(self, sign_in: SignIn) -> SafeString | str:
        return link_to_person(sign_in.user)

    def delete_model(self, request: HttpRequest, obj: SignIn) -> None:
        self.delete_queryset(request, SignIn.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SignIn]) -> None:
        sign_ins.end(list(queryset))
        # Those whose session had ended already.
        queryset.delete()
