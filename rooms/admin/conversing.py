from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

# So many rows a list counts and leads through; a search finds what is beyond.
MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Counts to ``MOST_COUNTED`` and no further: counting a million messages takes longer than showing some of them."""

    @cached_property
    def count(self) -> int:
        rows = cast(QuerySet[Any], self.object_list)
        return len(rows.order_by("-pk").values_list("pk", flat=True)[:MOST_COUNTED])

    @property
    def is_bounded(self) -> bool:
        return self.count == MOST_COUNTED


class ConversingAdmin(admin.ModelAdmin):
    """What the Admin pages of this app have in common.

    The forms say what is wrong beside the field. What only turns up while it is done, because somebody else was faster,
    is said at the top of the page.
    """

    show_full_result_count = False
    paginator = BoundedPaginator

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


def link(address: str, text: Any) -> SafeString:
    return render_to_string("admin/link.html", {"address": address, "text": text})


def about_message(what: str, rows: Any, message: Any) -> SafeString:
    """Return what a message has of files, reactions or earlier texts, as admin/rooms/message/<what>.html shows it."""
    return render_to_string(f"admin/rooms/message/{what}.html", {what: rows, "message": message})


def list_of(model: str, text: Any, **lookups: Any) -> SafeString:
    """Return a link to the Admin list of a model of this app, narrowed down by ``lookups``."""
    query = {name: str(value) for name, value in lookups.items()}
    return link(reverse(f"admin:rooms_{model}_changelist", query=query), text)
