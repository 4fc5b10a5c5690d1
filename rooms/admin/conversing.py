from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.admin_lists import MOST_NAMED, ListAdmin, link
from accounts.models import User

from .. import staff_access
from ..models import Room


class InRoomsAdmin(ListAdmin):
    """Things in rooms. Of rooms that are closed to who looks, nothing is there: no row, no page, no choice."""

    # The lookup that leads to the room.
    room = "room"
    # Found by the names of rooms, too.
    search_rooms = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(staff_access.open_to(staff(request), self.room))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Room:
            kwargs["queryset"] = staff_access.rooms_open_to(staff(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [*super().get_search_fields(request), *([self.room] if self.search_rooms else [])]

    def found_by(self, word: str, request: HttpRequest) -> Q:
        condition = super().found_by(word, request)
        if self.search_rooms:
            rooms = staff_access.rooms_open_to(staff(request)).filter(name__icontains=word)
            condition |= self.leading_to(self.room, list(rooms.values_list("pk", flat=True)[:MOST_NAMED]))
        return condition


class ConversingAdmin(ListAdmin):
    """What the Admin pages of what people do in rooms have in common.

    The forms say what is wrong beside the field. What only turns up while it is done, because somebody else was faster,
    is said at the top of the page.
    """

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(request.get_full_path())

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Return what nobody edits, and once something is there also what says which thing it is."""
        return [*self.readonly_fields, *(self.fixed_fields if obj else [])]

    # Chosen when something is made, and never changed afterwards.
    fixed_fields: list[str] = []


def staff(request: HttpRequest) -> User:
    """Return who uses Admin."""
    return cast(User, request.user)


def link_to_room(room: Room) -> SafeString:
    """Return a link to a room's page in Admin."""
    return link(reverse("admin:rooms_room_change", args=[room.pk]), room)


def about_message(what: str, rows: Any, message: Any) -> SafeString:
    """Return what a message has of files, reactions or earlier texts, as admin/rooms/message/<what>.html shows it."""
    return render_to_string(f"admin/rooms/message/{what}.html", {what: rows, "message": message})


def list_of(model: str, text: Any, **lookups: Any) -> SafeString:
    """Return a link to the Admin list of a model of this app, narrowed down by ``lookups``."""
    query = {name: str(value) for name, value in lookups.items()}
    return link(reverse(f"admin:rooms_{model}_changelist", query=query), text)
