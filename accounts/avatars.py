"""Pictures of people: made square, small and silent about where they were taken; initials stand for who has none."""

import io
import warnings
from secrets import token_hex
from threading import BoundedSemaphore

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

SIZES = (96, 256)
MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
FORMATS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF"]

# A large picture takes memory while it is worked on.
_one = BoundedSemaphore(1)


def made_of(file: UploadedFile) -> dict[int, bytes]:
    """Return the picture as WebP by size.

    Raises ``ValidationError`` with the code ``too_large``, ``too_many_pixels`` or ``no_picture``.
    """
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError(_("This picture is too large. The most is 5 MB."), code="too_large")
    try:
        with _one, warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise ValidationError(_("This picture has too many pixels."), code="too_many_pixels")
                ImageOps.exif_transpose(image, in_place=True)
                upright = image.convert("RGBA" if image.has_transparency_data else "RGB")
            return {size: _square(upright, size) for size in SIZES}
    except ValidationError:
        raise
    except Exception as error:
        # Pillow raises whatever its decoders stumble over.
        text = _("This is not a picture that can be shown. Take a JPEG, PNG, GIF, WebP or AVIF.")
        raise ValidationError(text, code="no_picture") from error


def _square(image: Image.Image, size: int) -> bytes:
    square = ImageOps.fit(image, (size, size), Image.Resampling.LANCZOS)
    square.info = {}
    target = io.BytesIO()
    square.save(target, "WEBP", quality=85, method=4)
    return target.getvalue()


def keep(pictures: dict[int, bytes]) -> str:
    """Store a picture and return the name that it has from now on."""
    name = token_hex(8)
    for size, content in pictures.items():
        default_storage.save(path_of(name, size), ContentFile(content))
    return name


def remove(name: str) -> None:
    for size in SIZES:
        default_storage.delete(path_of(name, size))


def path_of(name: str, size: int) -> str:
    return f"avatars/{name}-{size}.webp"
