"""Everything that one person wrote, as an archive that can be read without us: a page, the same as data, and the files.

Like ``archive`` it is made in pieces, whole messages or a part of a file each, and read when it is asked for.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User

from . import archive
from .models import Attachment, Message

FOLDER = "parley-messages"
PIECE = 128 * 1024
# The look of the page, which stands in it: an archive has no server to ask for more.
STYLES = ("tokens", "markdown", "code", "keepsake")
# Where the messages come in, while the page is taken apart; nobody writes this, and nobody could with effect.
HERE = "\x00"


class _Sink(io.RawIOBase):
    """Takes what is written to the archive, and gives it away."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: Any, /) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def as_zip(user: User) -> Iterator[bytes]:
    """Yield the archive of ``user``, piece by piece; what it says is in the language and time zone now active."""
    # Now, and not when the first piece is asked for.
    return _zip(user, _Page(user))


def _zip(user: User, page: "_Page") -> Iterator[bytes]:
    sink = _Sink()
    with ZipFile(sink, "w") as zipped:
        for name, pieces in ((f"{FOLDER}/messages.html", page.pieces()), (f"{FOLDER}/messages.json", _data(user))):
            yield from _put(zipped, sink, ZipInfo(name, _now()), pieces, ZIP_DEFLATED)
        for file in _files(user):
            info = ZipInfo(f"{FOLDER}/{name_in_archive(file)}", _now())
            yield from _put(zipped, sink, info, _content(file), ZIP_STORED)
    yield sink.taken()


def name_in_archive(attachment: Attachment) -> str:
    """Return where a file lies in the archive: under its own name, as far as every system can have it as one."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", attachment.name).rstrip(". ")
    # Names may have 255 bytes.
    stem, dot, end = name.rpartition(".")
    if len(name.encode()) > 200:
        stem, end = (stem or end).encode()[:180].decode(errors="ignore"), end[:10] if stem else ""
        name = f"{stem}{dot}{end}"
    return f"files/{attachment.pk}-{name}"


def _put(zipped: ZipFile, sink: _Sink, info: ZipInfo, pieces: Iterator[bytes], way: int) -> Iterator[bytes]:
    info.compress_type = way
    info.external_attr = 0o644 << 16
    # How large it is shows at its end; beyond 4 GiB that has to be said at its beginning.
    with zipped.open(info, "w", force_zip64=True) as target:
        for piece in pieces:
            target.write(piece)
            if ready := sink.taken():
                yield ready


def _now() -> tuple[int, int, int, int, int, int]:
    return timezone.localtime().timetuple()[:6]


def _data(user: User) -> Iterator[bytes]:
    for piece in archive.as_json(user):
        yield piece.encode()


def _files(user: User) -> Iterator[Attachment]:
    last = 0
    mine = Attachment.objects.filter(message__author=user).order_by("pk")
    while batch := list(mine.filter(pk__gt=last)[: archive.BATCH]):
        last = batch[-1].pk
        yield from batch


def _content(attachment: Attachment) -> Iterator[bytes]:
    try:
        file = default_storage.open(str(attachment.file.name))
    except FileNotFoundError:
        # Deleted since it was listed.
        return
    with file:
        while piece := file.read(PIECE):
            yield piece


class _Page:
    """The page in the archive. Whoever reads the pieces may be in another thread, so it keeps the language and zone."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._language = translation.get_language()
        self._zone = timezone.get_current_timezone()
        self._place: tuple[int, date] | None = None

    def pieces(self) -> Iterator[bytes]:
        with self._speaking():
            context = {"person": self._user, "styles": styles(), "messages": HERE, "written": timezone.now()}
            head, foot = render_to_string("rooms/keepsake.html", context).split(HERE)
        yield head.encode()
        for batch in archive.batches(self._user):
            with self._speaking():
                entries = [self._entry(message, room_name) for message, room_name in batch]
                text = render_to_string("rooms/keepsake_messages.html", {"entries": entries})
            yield text.encode()
        yield foot.encode()

    def _entry(self, message: Message, room_name: str) -> dict[str, Any]:
        place = (message.room_id, timezone.localdate(message.created))
        # The room and the day stand above the first message of each.
        is_new_place, self._place = place != self._place, place
        files = message.attachments.all() if message.has_files else []
        return {
            "message": message,
            "room_name": room_name,
            "is_new_place": is_new_place,
            "files": [{"file": file, "address": quote(name_in_archive(file))} for file in files],
        }

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        with translation.override(self._language), timezone.override(self._zone):
            yield


@cache
def styles() -> str:
    """Return the style sheets of the page, which are ours and hold nothing of anybody."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    return "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)
