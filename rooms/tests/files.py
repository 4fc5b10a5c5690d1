"""Files for tests to send: pictures of every kind, and files that lie about what they are."""

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (1200, 800), mode: str = "RGB", **ways: Any) -> bytes:
    """Return a picture with a red left half."""
    image = Image.new(mode, size)
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "red"), (0, 0))
    target = io.BytesIO()
    image.save(target, kind, **ways)
    return target.getvalue()


def moving_picture(kind: str = "GIF", frames: int = 3, size: tuple[int, int] = (60, 40)) -> bytes:
    images = [Image.new("RGB", size, (80 * number, 0, 0)) for number in range(frames)]
    target = io.BytesIO()
    images[0].save(target, kind, save_all=True, append_images=images[1:], duration=100, loop=0)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def sent(name: str, content: bytes, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    """Return a file as a browser would send it; what it says about the type is not believed anyway."""
    return SimpleUploadedFile(name, content, content_type)


@pytest.fixture(autouse=True)
def empty_storage(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    assert stored_files() == []


def stored_files(folder: str = "") -> list[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    found = [f"{folder}/{name}".strip("/") for name in files]
    for inner in folders:
        found += stored_files(f"{folder}/{inner}".strip("/"))
    return sorted(found)
