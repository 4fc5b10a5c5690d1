"""Breaking the glass: the page that asks why, and the list of who did."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import ListAdmin, link_to_person

from .. import conversation, staff_access
from ..models import Opening, Room
from .conversing import staff


class OpeningForm(forms.ModelForm):
    """Which room, and why. A closed room is named by its number: a choice of them would name people."""

    room = forms.ModelChoiceField(
        Room.objects.exclude(kind=Room.Kind.OPEN),
        label=_("number of the room"),
        widget=forms.NumberInput,
        help_text=_("As in its address. It must be a private room or a direct conversation."),
    )
    reason = forms.CharField(
        label=_("reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("Those whose room it is will read it."),
    )

    class Meta:
        model = Opening
        fields = ["room", "reason"]


@admin.register(Opening)
class OpeningAdmin(ListAdmin):
    """Who looked into which closed room, when and why. Adding one breaks the glass; nothing of it is taken back."""

    form = OpeningForm
    add_form_template = "admin/rooms/opening/add_form.html"
    list_display = ["room_label", "person", "reason", "begun", "until", "is_open"]
    list_filter = [("begun", admin.DateFieldListFilter)]
    list_select_related = ["room", "user"]
    search_fields = ["reason"]
    search_people = ["user"]
    allowed_lookups = ["room__id__exact", "user__id__exact"]
    date_hierarchy = "begun"
    ordering = ["-pk"]
    record = ["room_label", "person", "reason", "begun", "until"]
    actions = ["close"]

    def get_fields(self, request: HttpRequest, obj: Opening | None = None) -> list[Any]:
        return self.record if obj else ["room", "reason"]

    def get_readonly_fields(self, request: HttpRequest, obj: Opening | None = None) -> list[str]:
        return self.record if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Opening | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Opening | None = None) -> bool:
        return False

    @admin.display(description=_("room"), ordering="room_number")
    def room_label(self, opening: Opening) -> str:
        return staff_access.label(opening.room, opening.room_number)

    @admin.display(description=_("opened by"), ordering="user__username")
    def person(self, opening: Opening) -> SafeString | str:
        return link_to_person(opening.user)

    @admin.display(description=_("open now"), boolean=True)
    def is_open(self, opening: Opening) -> bool:
        return opening.is_open

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        about = {"title": gettext("Open a closed room"), "minutes": settings.BREAK_GLASS_MINUTES}
        return super().add_view(request, form_url, {**about, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Opening, form: Any, change: bool) -> None:
        opening = conversation.break_glass(form.cleaned_data["room"].pk, staff(request), obj.reason)
        obj.pk = opening.pk
        obj.refresh_from_db()

    def response_add(self, request: HttpRequest, obj: Opening, post_url_continue: str | None = None) -> HttpResponse:
        until = gettext("The room is open to you for %(minutes)d minutes.") % {"minutes": settings.BREAK_GLASS_MINUTES}
        messages.success(request, until)
        if request.user.has_perm("rooms.view_room") or request.user.has_perm("rooms.change_room"):
            return redirect("admin:rooms_room_change", obj.room_id)
        return redirect("admin:index")

    @admin.action(description=_("Close the selected rooms again (your own)"))
    def close(self, request: HttpRequest, queryset: QuerySet[Opening]) -> None:
        for opening in queryset.filter(user=staff(request)):
            conversation.mend_glass(opening)
