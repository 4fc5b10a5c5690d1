"""The threads that look at links, after everybody has seen the message, and show what they found on it."""

import io
import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone

from .. import conversation, uploads
from ..models import LinkPreview, Room
from ..models.link_preview import Linked, LinkedPicture
from ..uploads.pictures import Small, small_of
from . import page
from .fetching import Failed, fetch
from .guard import Guard, Refused
from .links import digest_of
from .waiting import Job, waiting

logger = logging.getLogger("parley.previews")

THREADS = 2
# A page and its picture, from the first look at the host's name to the last byte.
SECONDS = 12.0
PAGE_BYTES = 1_000_000
PICTURE_BYTES = 5_000_000
# Of the picture in the conversation.
BOX = (480, 270)
# Found as recently as this, it isn't looked at again; found to be nothing, not for this long.
FRESH = timedelta(hours=24)
NOTHING_SECONDS = 600

HTML = {"text/html", "application/xhtml+xml"}


@dataclass(frozen=True)
class Found:
    """What is behind a link. ``linked`` has no picture's key yet."""

    linked: Linked
    picture: Small | None
    fetched: datetime


def start(guard: Guard | None = None) -> None:
    """Look at links in this process from now on, if the host wants that. Only what answers pages calls it."""
    if settings.LINK_PREVIEWS and not waiting.is_open:
        waiting.is_open = True
        for number in range(THREADS):
            threading.Thread(target=_work, args=(guard or Guard(),), name=f"links-{number}", daemon=True).start()


def _work(guard: Guard) -> None:
    while True:
        do(waiting.jobs.get(), guard)


def do(job: Job, guard: Guard) -> None:
    """Show what is behind a link on its message. Never raises, and says nothing about what is wrong elsewhere."""
    try:
        if not LinkPreview.objects.filter(message=job.message, digest=digest_of(job.url)).exists():
            _show(job, guard)
    except Exception:
        # One message has no preview; those after it shall have theirs.
        logger.exception("a link could not be shown")
    finally:
        # They may have nothing to do for hours.
        connections.close_all()


def _show(job: Job, guard: Guard) -> None:
    found = _found_lately(job.url) or _look(job.url, guard)
    if found is None:
        return
    file = uploads.save(ContentFile(found.picture.content)) if found.picture else ""
    shown = False
    try:
        shown = conversation.show_preview(job.message, job.room, job.url, found.linked, file, found.fetched)
    except Room.DoesNotExist:
        pass
    finally:
        if file and not shown:
            uploads.delete_files([file])


def _found_lately(url: str) -> Found | None:
    """Return what is shown of the same address on another message."""
    lately = LinkPreview.objects.filter(digest=digest_of(url), is_removed=False, fetched__gt=timezone.now() - FRESH)
    preview = lately.select_related("message").order_by("-fetched").first()
    linked: Linked | None = preview.message.linked if preview else None
    if not preview or not linked or linked["url"] != url:
        return None
    if not linked["picture"]:
        return Found(linked, None, preview.fetched)
    try:
        with default_storage.open(preview.file) as stored:
            picture = Small(linked["picture"]["width"], linked["picture"]["height"], stored.read())
    except OSError:
        # Its message has just been deleted.
        return None
    return Found(linked, picture, preview.fetched)


def _look(url: str, guard: Guard) -> Found | None:
    known = f"no-preview-{digest_of(url)}"
    if cache.get(known):
        return None
    deadline = time.monotonic() + SECONDS
    try:
        fetched = fetch(url, guard, deadline, types=HTML.__contains__, most=PAGE_BYTES, enough=b"</head")
        about = page.read(fetched)
    except (Refused, Failed) as reason:
        logger.debug("nothing shown of a link: %s", reason)
        about = None
    if about is None:
        cache.set(known, True, NOTHING_SECONDS)
        return None
    picture = _picture(about.picture, guard, deadline)
    shown: LinkedPicture | None = {"key": 0, "width": picture.width, "height": picture.height} if picture else None
    linked: Linked = {
        "url": url,
        "host": fetched.host.removeprefix("www."),
        "title": about.title,
        "description": about.description,
        "picture": shown,
    }
    return Found(linked, picture, timezone.now())


def _picture(url: str, guard: Guard, deadline: float) -> Small | None:
    """Return the picture of a page, drawn anew, or None: a page is worth showing without one."""
    if not url:
        return None
    try:
        fetched = fetch(url, guard, deadline, types=lambda kind: kind.startswith("image/"), most=PICTURE_BYTES)
        return small_of(io.BytesIO(fetched.content), BOX)
    except (Refused, Failed, ValidationError) as reason:
        logger.debug("no picture shown of a link: %s", reason)
        return None
