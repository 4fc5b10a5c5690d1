"""A ZIP that is sent while it is made: in pieces, each read when it is asked for, so that little is in memory."""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone, translation

from .models import Attachment

PIECE = 128 * 1024
BATCH = 200
# A file of the archive: its path in there, and its content in pieces.
Part = tuple[str, Iterator[bytes]]


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


def zipped(folder: str, texts: Iterable[Part], attachments: QuerySet[Attachment]) -> Iterator[bytes]:
    """Yield an archive with everything in one folder: texts, which are made small, and files as they are."""
    sink = _Sink()
    with ZipFile(sink, "w") as archive:
        for name, pieces in texts:
            yield from _put(archive, sink, ZipInfo(f"{folder}/{name}", _now()), pieces, ZIP_DEFLATED)
        for attachment in _each(attachments):
            info = ZipInfo(f"{folder}/{name_in_archive(attachment)}", _now())
            yield from _put(archive, sink, info, content(attachment), ZIP_STORED)
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


def _put(archive: ZipFile, sink: _Sink, info: ZipInfo, pieces: Iterator[bytes], way: int) -> Iterator[bytes]:
    info.compress_type = way
    info.external_attr = 0o644 << 16
    # How large it is shows at its end; beyond 4 GiB that has to be said at its beginning.
    with archive.open(info, "w", force_zip64=True) as target:
        for piece in pieces:
            target.write(piece)
            if ready := sink.taken():
                yield ready


def _now() -> tuple[int, int, int, int, int, int]:
    return timezone.localtime().timetuple()[:6]


def _each(attachments: QuerySet[Attachment]) -> Iterator[Attachment]:
    last = 0
    while batch := list(attachments.order_by("pk").filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield from batch


def content(attachment: Attachment) -> Iterator[bytes]:
    """Yield a file as it was sent; nothing where it was deleted since it was listed."""
    try:
        file = default_storage.open(str(attachment.file.name))
    except FileNotFoundError:
        return
    with file:
        while piece := file.read(PIECE):
            yield piece


class Speech:
    """The language and the time zone of whoever asked: whoever reads the pieces may be in another thread."""

    def __init__(self) -> None:
        self._language = translation.get_language()
        self._zone = timezone.get_current_timezone()

    @contextmanager
    def spoken(self) -> Iterator[None]:
        with translation.override(self._language), timezone.override(self._zone):
            yield


@cache
def styles(*names: str) -> str:
    """Return style sheets of ours as one text, which hold nothing of anybody: an archive has no server to ask."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    return "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in names)
