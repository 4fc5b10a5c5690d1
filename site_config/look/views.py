from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from accounts import avatars
from accounts.views.profile import NOTHING

from .shown import look

YEAR = 31_536_000


@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The site's own colours. Under its address it never changes; a page from before gets what there is now."""
    shown = look.get()
    response = HttpResponse(shown.stylesheet, content_type="text/css; charset=utf-8")
    if shown.address == request.path:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, no_store=True)
    return response


@require_safe
@csp_override(NOTHING)
@cache_control(public=True, max_age=YEAR, immutable=True)
def logo(request: HttpRequest, name: str, size: int) -> HttpResponse:
    """The site's logo; another one has another address."""
    if size not in avatars.SIZES or not name or name != look.get().logo:
        raise Http404("no such logo")
    try:
        with default_storage.open(avatars.path_of(name, size)) as file:
            return HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError:
        raise Http404("no such logo") from None
