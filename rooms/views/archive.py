from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest

from .. import archive, keepsake


@require_safe
@never_cache
@login_required
def about(request: PersonRequest) -> HttpResponse:
    """What I can take away with me, and the way to it."""
    return TemplateResponse(request, "rooms/archive.html")


@require_safe
@never_cache
@login_required
def download(request: PersonRequest) -> StreamingHttpResponse:
    """Everything that I wrote, as a file that is sent while it is made."""
    return StreamingHttpResponse(
        archive.as_json(request.user),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="parley-messages.json"'},
    )


@require_safe
@never_cache
@login_required
def download_all(request: PersonRequest) -> StreamingHttpResponse:
    """The same as a page to read, with my files, in one archive that is sent while it is made."""
    return StreamingHttpResponse(
        keepsake.as_zip(request.user),
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="parley-messages.zip"'},
    )
