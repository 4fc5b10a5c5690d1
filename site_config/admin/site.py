from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from .groups import GROUPS


class ParleyAdminSite(AdminSite):
    site_header = site_title = "Parley"
    index_title = _("Admin")
    index_template = "admin/dashboard.html"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return what may be seen, in our groups; of one app, as Django does."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {f"{app['app_label']}.{model['object_name']}": model for app in apps for model in app["models"]}
        found = []
        for name, title, wanted in GROUPS:
            group = [models.pop(each) for each in wanted if each in models]
            if group:
                found.append({"name": title, "app_label": name, "app_url": "", "models": group})
        for app in apps:
            # Of other apps, and what nobody has given a place.
            app["models"] = [model for model in app["models"] if f"{app['app_label']}.{model['object_name']}" in models]
        return [*found, *(app for app in apps if app["models"])]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        # Models are there only once Admin has been set up.
        from .dashboard import dashboard

        return super().index(request, {"dashboard": dashboard(request), **(extra_context or {})})
