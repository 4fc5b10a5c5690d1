import io
import zipfile

import pytest
from django.utils import translation

from rooms.uploads.kinds import HEAD, kind_of, label

from .files import HTML, PDF, SVG


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "content_type", "words"),
    [
        (PDF, "application/pdf", "PDF"),
        (archive("a.txt"), "application/zip", "ZIP archive"),
        (archive("[Content_Types].xml"), "application/vnd.openxmlformats-officedocument", "Office document"),
        (b"\x1f\x8b\x08\x00", "application/gzip", "Archive"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00", "video/mp4", "Video"),
        (b"\x00\x00\x00\x20ftypheic\x00\x00", "image/heic", "Picture"),
        (b"ID3\x03\x00", "audio/mpeg", "Audio"),
        (b"MZ\x90\x00\x03\x00", "application/x-msdownload", "Program"),
        ("grüße\n".encode(), "text/plain", "Text"),
        (("ü" * HEAD).encode(), "text/plain", "Text"),
        (b"x" + ("ü" * HEAD).encode(), "text/plain", "Text"),
        (HTML, "text/plain", "Text"),
        (SVG, "text/plain", "Text"),
        (b"a\x00b", "application/octet-stream", "File"),
        (bytes(range(128, 256)), "application/octet-stream", "File"),
        (b"words" * HEAD, "text/plain", "Text"),
        (b"w" * (HEAD - 20) + b"\xff" * 40, "application/octet-stream", "File"),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, content_type: str, words: str) -> None:
    file = io.BytesIO(content)
    assert kind_of(file) == content_type
    assert file.tell() == 0
    with translation.override("en"):
        assert label(content_type) == words
