from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.models import User

from ..importing import jobs
from ..importing.report import lines_of
from ..models import ImportJob
from .import_form import ImportForm


@admin.register(ImportJob)
class ImportJobAdmin(admin.ModelAdmin):
    """Files to take in: Slack exports, channel logs. Each has a page that says how far it is and what was left out."""

    form = ImportForm
    list_display = ["name", "source", "state", "progress_shown", "started_by", "created", "finished"]
    list_filter = ["source", "state"]
    list_select_related = ["started_by"]
    show_full_result_count = False
    ordering = ["-pk"]
    fields = ["source", "upload", "trust_addresses", "room", "day"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        addresses = [
            path("<int:pk>/progress/", self.admin_site.admin_view(self.progress), name="rooms_importjob_progress"),
            path("<int:pk>/go-on/", self.admin_site.admin_view(require_POST(self.go_on)), name="rooms_importjob_go_on"),
        ]
        return [*addresses, *super().get_urls()]

    @admin.display(description=_("done"))
    def progress_shown(self, job: ImportJob) -> str:
        return f"{job.percent} %" if job.total else "-"

    def save_model(self, request: HttpRequest, obj: ImportJob, form: Any, change: bool) -> None:
        upload, cleaned = form.cleaned_data["upload"], form.cleaned_data
        obj.name, obj.file = upload.name[:200], jobs.keep(upload)
        obj.started_by = cast(User, request.user)
        if obj.source == ImportJob.Source.SLACK:
            obj.options = {"trust_addresses": cleaned["trust_addresses"]}
        else:
            obj.options = {"room": cleaned["room"], "day": cleaned["day"].isoformat()}
        obj.save()
        transaction.on_commit(lambda: jobs.start(obj.pk))

    def response_add(self, request: HttpRequest, obj: ImportJob, post_url_continue: Any = None) -> HttpResponse:
        """Lead to the page of the import, which says by itself how far it is."""
        return redirect("admin:rooms_importjob_change", obj.pk)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """How far an import is, or what became of it."""
        context = self.admin_site.each_context(request) | {"opts": self.opts, "title": _("Import")}
        return self._show(request, object_id, "admin/rooms/importjob/job.html", context)

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The part of the page that changes; a page asks for it every second while there is something to say."""
        return self._show(request, pk, "admin/rooms/importjob/progress.html", {})

    def _show(self, request: HttpRequest, pk: int | str, template: str, context: dict[str, Any]) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        job = self.get_object(request, str(pk))
        if job is None:
            raise Http404
        taken_in, left_out = lines_of(job.report)
        may_go_on = job.can_go_on and self.has_add_permission(request)
        context |= {"job": job, "taken_in": taken_in, "left_out": left_out, "may_go_on": may_go_on}
        return TemplateResponse(request, template, context)

    def go_on(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let an import that was interrupted go on where it was."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        job = get_object_or_404(ImportJob, pk=pk)
        if job.can_go_on:
            transaction.on_commit(lambda: jobs.start(job.pk))
        return redirect("admin:rooms_importjob_change", job.pk)

    def delete_model(self, request: HttpRequest, obj: ImportJob) -> None:
        jobs.remove(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ImportJob]) -> None:
        for job in queryset:
            jobs.remove(job)
