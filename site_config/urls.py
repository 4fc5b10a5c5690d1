from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from rooms.views.home import home

from . import health, icons

# Admins come in by the same door as everybody: one sign-in, one place for its limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler403 = "site_config.errors.forbidden"

urlpatterns = [
    path("", home, name="home"),
    path("", include("rooms.urls")),
    path("people/", include("rooms.people_urls")),
    path("accounts/", include("allauth.urls")),
    path("accounts/", include("accounts.urls")),
    path("alerts/", include("alerts.urls")),
    path("admin/", admin.site.urls),
    path("workbench/", include("workbench.urls")),
    path("favicon.ico", icons.favicon),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

if settings.RELOADS_PAGES:
    urlpatterns.append(path("__reload__/", include("django_browser_reload.urls")))
