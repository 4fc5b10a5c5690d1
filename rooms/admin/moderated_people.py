"""What an admin does about people on the whole site: actions of their list, each with a page that asks first."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.admin import PersonAdmin
from accounts.models import User

from .. import conversation, staff_access
from ..conversation import hiding
from ..models import Ban, Hiding
from ..order_forms import BanForm, PublicReasonForm
from .conversing import InRoomsAdmin, staff

admin.site.unregister(User)


@admin.register(User)
class ModeratedPersonAdmin(PersonAdmin):
    """People, with what is done about them on the whole site."""

    actions = ["ban", "lift_bans", "hide_everything"]

    @admin.action(description=_("Ban the selected people from the site"), permissions=["change"])
    def ban(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        form = BanForm(request.POST if "apply" in request.POST else None)
        if "apply" not in request.POST or not form.is_valid():
            title = gettext("Ban from the site")
            return self._ask(request, "ban", title, queryset, form)
        for user in self._within_reach(request, queryset):
            try:
                conversation.ban_from_site(user, form.until, form.cleaned_data["reason"])
                messages.success(request, gettext("%(name)s can't sign in any more.") % {"name": user.name})
            except ValidationError as refusal:
                messages.error(request, f"{user.name}: {' '.join(refusal.messages)}")
        return None

    @admin.action(description=_("Let the selected people sign in again"), permissions=["change"])
    def lift_bans(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in self._within_reach(request, queryset):
            if conversation.lift_site_ban(user):
                messages.success(request, gettext("%(name)s can sign in again.") % {"name": user.name})

    @admin.action(description=_("Hide everything that the selected people wrote"), permissions=["change"])
    def hide_everything(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """First a dry run; then in one go for each person, with a way to undo it."""
        if not request.user.has_perm("rooms.delete_message"):
            raise PermissionDenied
        form = PublicReasonForm(request.POST if "apply" in request.POST else None)
        if "apply" not in request.POST or not form.is_valid():
            plans = [(user, hiding.plan(user)) for user in queryset]
            title = gettext("Hide everything they wrote")
            return self._ask(request, "hide_everything", title, queryset, form, plans=plans)
        for user in queryset:
            try:
                done = conversation.hide_all(user, cast(User, request.user), form.cleaned_data["reason"])
            except ValidationError as refusal:
                messages.warning(request, f"{user.name}: {' '.join(refusal.messages)}")
                continue
            return redirect("admin:rooms_hiding_change", done.pk) if len(queryset) == 1 else None
        return redirect("admin:rooms_hiding_changelist")

    def _within_reach(self, request: HttpRequest, people: QuerySet[User]) -> list[User]:
        """Return those whom this admin may change, and say of the others that they may not."""
        reachable = [user for user in people if self.has_change_permission(request, user)]
        for user in set(people) - set(reachable):
            messages.error(request, gettext("You may not change %(name)s.") % {"name": user.name})
        return reachable

    def _ask(
        self, request: HttpRequest, action: str, title: str, people: QuerySet[User], form: Any, **context: Any
    ) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "people": people,
            "form": form,
            "action": action,
        }
        return TemplateResponse(request, "admin/accounts/user/ask.html", context)


class _Seen(InRoomsAdmin):
    """What is read only, of the whole site and of those rooms that are open to who looks."""

    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super(InRoomsAdmin, self).get_queryset(request)
        return rows.filter(Q(room=None) | staff_access.open_to(staff(request), "room"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Ban)
class BanAdmin(_Seen):
    """Who is kept out of a room or of the site. One that is deleted is lifted."""

    list_display = ["user", "room", "until", "reason", "by", "created"]
    list_filter = [("room", admin.EmptyFieldListFilter), ("until", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "room", "by"]
    search_fields = ["reason"]
    search_people = ["user"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request: HttpRequest, obj: Ban) -> None:
        if obj.room_id:
            conversation.unban(obj.room_id, None, obj.user_id)
        else:
            conversation.lift_site_ban(obj.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Ban]) -> None:
        for ban in queryset.select_related("user"):
            self.delete_model(request, ban)


@admin.register(Hiding)
class HidingAdmin(_Seen):
    """What hid messages of somebody; each can be undone, and for a minute its page says so with one button."""

    change_form_template = "admin/rooms/hiding/one.html"
    list_display = ["author", "room", "count", "by", "created", "undone"]
    list_filter = [("undone", admin.EmptyFieldListFilter)]
    list_select_related = ["author", "room", "by"]
    search_people = ["author"]
    readonly_fields = ["author", "room", "count", "by", "created", "undone"]

    def get_urls(self) -> list[Any]:
        address = path("<int:pk>/undo/", self.admin_site.admin_view(self.undo), name="rooms_hiding_undo")
        return [address, *super().get_urls()]

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what was hidden again."""
        if request.method != "POST" or not request.user.has_perm("rooms.delete_message"):
            raise PermissionDenied
        count = conversation.show_again(get_object_or_404(self.get_queryset(request), pk=pk, undone=None))
        said = ngettext("%(count)s message is shown again.", "%(count)s messages are shown again.", count)
        messages.success(request, said % {"count": count})
        return redirect(reverse("admin:rooms_hiding_change", args=[pk]))

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        hiding_shown = context["original"]
        context["can_be_undone"] = hiding_shown and hiding.can_be_undone(hiding_shown)
        return super().render_change_form(request, context, *args, **kwargs)
