from collections.abc import Collection

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.utils.csp import CSP
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest

from .. import access
from ..models import Attachment
from ..models.attachment import PICTURES
from ..uploads.kinds import UNKNOWN

# Should a browser ever take a file for a page, it is one that can do nothing.
NOTHING: dict[str, Collection[str] | str] = {"default-src": [CSP.NONE], "sandbox": [""]}


class Streamed(FileResponse):
    """A file in pieces large enough that the way of each to a thread doesn't count."""

    block_size = 128 * 1024


@require_safe
@csp_override(NOTHING)
# Kept by the browser, and never shown again without asking: who is no longer a member sees it no more.
@cache_control(private=True, no_cache=True)
@login_required
def file(request: PersonRequest, room_id: int, attachment_id: int) -> HttpResponse | FileResponse:
    """A file as it was sent, to members: pictures are shown, everything else is a download of no type."""
    found = access.attachment_in(access.enter(request.user, room_id), attachment_id)
    return whole(request, found)


def whole(request: PersonRequest, found: Attachment) -> HttpResponse | FileResponse:
    """Answer with a file whose reader has been found to be one. The view's policy has to be ``NOTHING``."""
    kind = found.content_type if found.content_type in PICTURES else UNKNOWN
    return answer(request, str(found.file.name), kind, found.name)


@require_safe
@csp_override(NOTHING)
@cache_control(private=True, no_cache=True)
@login_required
def preview(request: PersonRequest, room_id: int, attachment_id: int, width: int) -> HttpResponse | FileResponse:
    """A picture in a smaller size."""
    found = access.attachment_in(access.enter(request.user, room_id), attachment_id)
    return answer(request, found.file_of_preview(width), "image/webp", f"{found.name}.webp")


def answer(request: PersonRequest, stored: str, kind: str, name: str) -> HttpResponse | FileResponse:
    # What is stored under a name never changes, so the name says all.
    etag = f'"{stored.rpartition("/")[2]}"'
    if stored and etag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": etag})
    try:
        content = default_storage.open(stored) if stored else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise Http404("no such file")
    return Streamed(
        content,
        as_attachment=kind == UNKNOWN,
        filename=name,
        content_type=kind,
        headers={"ETag": etag, "Cross-Origin-Resource-Policy": "same-origin"},
    )
