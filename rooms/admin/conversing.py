from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString


class ConversingAdmin(admin.ModelAdmin):
    """What the Admin pages of this app have in common.

    The forms say what is wrong beside the field. What only turns up while it is done, because somebody else was faster,
    is said at the top of the page.
    """

    show_full_result_count = False

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


def list_of(model: str, text: Any, **lookups: Any) -> SafeString:
    """Return a link to the Admin list of a model of this app, narrowed down by ``lookups``."""
    query = {name: str(value) for name, value in lookups.items()}
    return link(reverse(f"admin:rooms_{model}_changelist", query=query), text)
