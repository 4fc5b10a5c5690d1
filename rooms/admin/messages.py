from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_lists import link, link_to_person
from accounts.models import User

from .. import conversation
from ..forms import new_nonce
from ..models import Message
from .conversing import ConversingAdmin, InRoomsAdmin, about_message, link_to_room, staff
from .message_form import MessageAdminForm
from .message_search import find


@admin.register(Message)
class MessageAdmin(ConversingAdmin, InRoomsAdmin):
    """What was said. Deleting a message takes its words and leaves a tombstone; nothing here takes its place away."""

    form = MessageAdminForm
    list_display = ["text", "writer", "room_page", "kind", "created", "edited", "deleted", "page"]
    list_display_links = ["text"]
    list_filter = [
        "kind",
        ("created", admin.DateFieldListFilter),
        ("pinned", admin.EmptyFieldListFilter),
        ("edited", admin.EmptyFieldListFilter),
        ("deleted", admin.EmptyFieldListFilter),
        "room__kind",
    ]
    list_select_related = ["author", "room"]
    # A date hierarchy would look for the first and the last of every message that is open; the filter by date doesn't.
    search_fields = ["body"]
    search_help_text = gettext_lazy(
        "Words, “phrases in quotes”, from:alice, in:General, before:2026-01-31, after:, on:, has:file, has:link"
    )
    ordering = ["-pk"]
    allowed_lookups = ["room__id__exact", "author__id__exact"]
    autocomplete_fields = ["room", "author"]
    record = ["kind", "position", "version", "created", "edited", "deleted", "page", "files", "reacted_by", "earlier"]
    readonly_fields = record
    fixed_fields = ["room", "author"]
    actions = ["hide"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Message], search_term: str
    ) -> tuple[QuerySet[Message], bool]:
        """Find messages as the search of the site does: by its index, the newest first."""
        if not search_term.strip():
            return queryset, False
        narrowed = {name: request.GET.get(f"{name}__id__exact", "") for name in ("room", "author")}
        found = find(search_term, staff(request), **narrowed)
        for sentence in found.sentences:
            messages.warning(request, sentence)
        return queryset.filter(pk__in=found.keys), False

    def get_fields(self, request: HttpRequest, obj: Message | None = None) -> list[Any]:
        return ["room", "author", "body", *(self.record if obj else ["form_nonce"])]

    def get_readonly_fields(self, request: HttpRequest, obj: Message | None = None) -> list[str]:
        """A deleted message has no words left to change."""
        return [*super().get_readonly_fields(request, obj), *(["body"] if obj and obj.deleted else [])]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"author": request.user.pk, "form_nonce": new_nonce(), **super().get_changeform_initial_data(request)}

    @admin.display(description=_("text"))
    def text(self, message: Message) -> str:
        return gettext("(deleted)") if message.deleted else Truncator(message.body).chars(80)

    @admin.display(description=_("author"), ordering="author__username")
    def writer(self, message: Message) -> SafeString | str:
        return link_to_person(message.author)

    @admin.display(description=_("room"), ordering="room__name")
    def room_page(self, message: Message) -> SafeString:
        return link_to_room(message.room)

    @admin.display(description=_("room page"))
    def page(self, message: Message) -> SafeString | str:
        return link(message.get_absolute_url(), gettext("Open")) if message.pk else ""

    @admin.display(description=_("files"))
    def files(self, message: Message) -> SafeString | str:
        attachments = message.attachments.all() if message.has_files else []
        return about_message("files", attachments, message) if attachments else "-"

    @admin.display(description=_("reactions"))
    def reacted_by(self, message: Message) -> SafeString | str:
        return about_message("reactions", message.reacted, message) if message.reacted else "-"

    @admin.display(description=_("earlier texts"))
    def earlier(self, message: Message) -> SafeString | str:
        revisions = message.revisions.select_related("edited_by") if message.edited else []
        return about_message("revisions", revisions, message) if revisions else "-"

    def save_model(self, request: HttpRequest, obj: Message, form: Any, change: bool) -> None:
        if not change:
            posted = conversation.post(obj.room_id, obj.author, obj.body, form.cleaned_data["form_nonce"], paced=False)
            obj.pk = posted.message.pk
            obj.refresh_from_db()
        elif "body" in form.changed_data:
            conversation.edit(obj, obj.body, editor=cast(User, request.user))

    @admin.action(description=_("Hide the selected messages"), permissions=["delete"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        hidden = conversation.hide_some(queryset)
        said = ngettext("%(count)s message is hidden.", "%(count)s messages are hidden.", hidden)
        messages.success(request, said % {"count": hidden})

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """Name the messages by their words, for whoever has to say that these are the ones."""
        _, counts, missing, protected = super().get_deleted_objects(objs, request)
        return [f"{message.author}: {self.text(message)}" for message in objs], counts, missing, protected

    def delete_model(self, request: HttpRequest, obj: Message) -> None:
        conversation.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        for message in queryset.order_by("room_id", "position"):
            conversation.delete(message)
