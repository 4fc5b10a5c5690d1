"""The workbench's pages. They are for development and for staff; a fragment is shown in a frame of its own."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from accounts import themes
from rooms.contracts import samples

from .specimens import Specimen, all_specimens

View = Callable[..., HttpResponse]

# Frames of ours may be shown in pages of ours. Nothing in a frame runs: what is in it is not live.
FRAMES = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
FRAMED = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF], "script-src": [CSP.NONE]}
WIDTHS = {"phone": 390, "desk": 900}
ZOOMS = ("100", "200")


def for_designers(view: View) -> View:
    """Let only staff in, and in development everybody; the others find nothing here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not (settings.DEBUG or (user.is_authenticated and user.is_staff)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _choices(request: HttpRequest) -> dict[str, Any]:
    """Return what is chosen for all frames, and what there is to choose from."""
    theme, zoom = request.GET.get("theme", "light"), request.GET.get("zoom", "100")
    names = [name for name, _ in themes.choices() if name != "system"]
    chosen = {"theme": theme if theme in names else "light", "zoom": zoom if zoom in ZOOMS else "100"}
    file = f"css/themes/{chosen['theme']}.css" if chosen["theme"] in themes.names() else ""
    return chosen | {"themes": names, "zooms": ZOOMS, "theme_file": file}


def _find(slug: str) -> Specimen:
    try:
        return all_specimens()[slug]
    except KeyError:
        raise Http404(f"no specimen {slug}") from None


@for_designers
def index(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "workbench/index.html", {"specimens": all_specimens().values()})


@for_designers
@csp_override(FRAMES)
def specimen(request: HttpRequest, slug: str) -> HttpResponse:
    context = {"specimen": _find(slug), "widths": WIDTHS.items()} | _choices(request)
    return TemplateResponse(request, "workbench/specimen.html", context)


def _still(page: str) -> str:
    """Return a whole page without its scripts, and with what the sample person sees on it."""
    return re.sub(r"<script.*?</script>", "", page).replace(reverse("rooms:me"), reverse("workbench:me"))


@for_designers
@csp_override(FRAMED)
@xframe_options_sameorigin
def frame(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = _find(slug)
    states = list(found.states.values())
    if number >= len(states):
        raise Http404
    context = states[number]()
    if found.is_page:
        user = samples.alice()
        user.theme = _choices(request)["theme"]
        return HttpResponse(_still(render_to_string(found.template, context | {"user": user})))
    html = render_to_string(found.template, context)
    return TemplateResponse(request, "workbench/frame.html", {"html": html} | _choices(request))


@for_designers
def me(request: HttpRequest) -> HttpResponse:
    """Return what only the sample Alice sees on messages."""
    css = render_to_string("rooms/me.css", {"user": samples.alice(), "blocked": []})
    return HttpResponse(css, content_type="text/css")
