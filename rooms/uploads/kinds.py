"""What a file is, by its content.

It is only ever shown beside the name: whatever isn't a picture is served as a download of no type. Libraries for this
know hundreds of kinds and take one for another (a plain archive for a text of Word's), so these few are our own.
"""

from typing import IO

from django.utils.translation import gettext_lazy as _

UNKNOWN = "application/octet-stream"
HEAD = 4096

# What a file begins with, from which byte on.
BEGINNINGS = [
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (257, b"ustar", "application/x-tar"),
]

# What people call them.
LABELS = {
    "application/pdf": _("PDF"),
    "application/zip": _("ZIP archive"),
    "application/vnd.openxmlformats-officedocument": _("Office document"),
    "application/vnd.oasis.opendocument": _("OpenDocument"),
    "application/x-ole-storage": _("Office document"),
    "application/x-msdownload": _("Program"),
    "application/x-executable": _("Program"),
    "application/vnd.sqlite3": _("Database"),
    "text/plain": _("Text"),
    UNKNOWN: _("File"),
}
GROUPS = {"audio": _("Audio"), "video": _("Video"), "image": _("Picture"), "application": _("Archive")}


def kind_of(file: IO[bytes]) -> str:
    """Return the content type of a file that isn't one of our pictures, and leave it at its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    kind = next((kind for start, mark, kind in BEGINNINGS if head[start : start + len(mark)] == mark), UNKNOWN)
    if kind == "application/zip":
        return _kind_of_archive(head)
    return "text/plain" if kind == UNKNOWN and _is_text(head) else kind


def label(content_type: str) -> str:
    """Return what people call a kind of file, in the language now active."""
    return str(LABELS.get(content_type) or GROUPS.get(content_type.partition("/")[0]) or LABELS[UNKNOWN])


def _kind_of_archive(head: bytes) -> str:
    if b"[Content_Types].xml" in head:
        return "application/vnd.openxmlformats-officedocument"
    if b"mimetypeapplication/vnd.oasis.opendocument" in head:
        return "application/vnd.oasis.opendocument"
    return "application/zip"


def _is_text(head: bytes) -> bool:
    try:
        # The end of the head may be in the middle of a character.
        text = head.decode("utf-8", "strict" if len(head) < HEAD else "ignore")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in head and len(text.encode()) > len(head) - 4
