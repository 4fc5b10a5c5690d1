"""Pages load themselves again when a template or a stylesheet is saved: in development, by django-browser-reload."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_browser_reload.middleware import BrowserReloadMiddleware


class ReloadMiddleware(BrowserReloadMiddleware):
    """Its script has the page's nonce, also on pages that have no other script."""

    def maybe_inject(self, request: HttpRequest, response: HttpResponseBase) -> None:
        if response.get("X-Frame-Options") == "SAMEORIGIN":
            # In a frame of the workbench, which reloads it.
            return
        str(getattr(request, "_csp_nonce", ""))
        super().maybe_inject(request, response)
