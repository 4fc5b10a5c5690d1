from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from .. import audit, word_filter
from ..models import FilteredWord

TRIED_LENGTH = 4000


@admin.register(FilteredWord)
class FilteredWordAdmin(admin.ModelAdmin):
    """The words of the site that messages are looked through for, and a box to try a text in."""

    change_list_template = "admin/rooms/filteredword/list.html"
    list_display = ["words", "action", "created"]
    list_filter = ["action"]
    search_fields = ["words"]
    ordering = ["words"]

    def get_urls(self) -> list[Any]:
        address = path("try/", self.admin_site.admin_view(self.try_text), name="rooms_filteredword_try")
        return [address, *super().get_urls()]

    def try_text(self, request: HttpRequest) -> HttpResponse:
        """What would become of a text; nothing is stored."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        text = request.POST.get("text", "")[:TRIED_LENGTH]
        word_filter.known.forget()
        verdict = word_filter.judge(text)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "text": text,
            "is_tried": request.method == "POST",
            "verdict": verdict,
            "said": FilteredWord.Action(verdict.action).label if verdict else "",
        }
        return TemplateResponse(request, "admin/rooms/filteredword/try.html", context)

    def save_model(self, request: HttpRequest, obj: FilteredWord, form: Any, change: bool) -> None:
        before = {name: form.initial.get(name) for name in ("words", "action")} if change else None
        super().save_model(request, obj, form, change)
        audit.record("filter.change", before=before, after={"words": obj.words, "action": obj.action})

    def delete_model(self, request: HttpRequest, obj: FilteredWord) -> None:
        audit.record("filter.change", before={"words": obj.words, "action": obj.action})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[FilteredWord]) -> None:
        for word in queryset:
            self.delete_model(request, word)
