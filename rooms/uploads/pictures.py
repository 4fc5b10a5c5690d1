"""Makes a picture that somebody sent safe, upright, silent about where it was taken, and small enough for a page."""

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

# What is taken for a picture, and what it is kept as. Pillow's other formats, seldom seen and seldom attacked, are
# downloads like any other file.
KEPT_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "GIF", "WEBP": "WEBP", "AVIF": "WEBP"}
FORMATS = [name for name in KEPT_AS if name != "MPO"]
ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "GIF": (".gif",), "WEBP": (".webp",)}
WAYS_TO_SAVE = {"JPEG": {"quality": 92}, "PNG": {}, "WEBP": {"quality": 92, "method": 3}, "GIF": {}}

# The boxes that previews fit into: in the conversation, there on dense screens, and filling a screen. They are WebP,
# which takes 200 ms of a core for those of 12 megapixels. AVIF beside it (Pillow's at speed 8, tried on generated
# pictures like photographs) would be about 10% smaller, for 220 ms more and twice the files; at speed 6, for 850 ms.
BOXES = [(400, 300), (800, 600), (1600, 1600)]

# A picture being worked on takes up to 8 bytes of memory a pixel; this many are at the same time.
_at_once = BoundedSemaphore(2)
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Small:
    """A smaller WebP of a picture."""

    width: int
    height: int
    content: bytes


@dataclass(frozen=True)
class Picture:
    """A picture as we keep it. ``content`` is None where the file is kept as it came."""

    content_type: str
    ending: str
    width: int
    height: int
    moves: bool
    content: bytes | None
    previews: list[Small]

    def rename(self, name: str) -> str:
        """Return the picture's name with an ending that says the truth."""
        endings = ENDINGS[self.content_type.removeprefix("image/").upper()]
        if name.lower().endswith(endings):
            return name
        stem, dot, old = name.rpartition(".")
        return f"{stem if dot and stem and len(old) < 5 else name}{self.ending}"


def picture_of(file: IO[bytes], name: str) -> Picture | None:
    """Return the picture in ``file``, or None where it isn't one of a kind that browsers show safely.

    Raises ``ValidationError``, naming the file, with the code ``broken_picture``, ``too_many_pixels`` or ``busy``.
    """
    return _read(file, name, _worked_on)


def small_of(file: IO[bytes], box: tuple[int, int]) -> Small | None:
    """Return a still WebP of the picture in ``file`` that fits into ``box`` (pixels), or None as ``picture_of`` does.

    Raises ``ValidationError`` as ``picture_of`` does.
    """

    def draw(image: Image.Image) -> Small:
        # What has to be small anyway needn't be decoded large.
        image.draft("RGB", (2 * box[0], 2 * box[1]))
        profile = image.info.get("icc_profile")
        ImageOps.exif_transpose(image, in_place=True)
        return _previews(_plain(image), profile, [box])[0]

    return _read(file, "", draw)


def _read[T](file: IO[bytes], name: str, work: Callable[[Image.Image], T]) -> T | None:
    try:
        with warnings.catch_warnings(), _one_of_few():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            file.seek(0)
            with Image.open(file, formats=FORMATS) as image:
                _check_pixels(image, name)
                return work(image)
    except UnidentifiedImageError:
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(name) from None
    except ValidationError:
        raise
    except Exception as error:
        # Pillow raises whatever its decoders stumble over.
        raise ValidationError(
            _("“%(name)s” is a picture that can't be read."), code="broken_picture", params={"name": name}
        ) from error
    finally:
        file.seek(0)


@contextmanager
def _one_of_few() -> Iterator[None]:
    if not _at_once.acquire(timeout=PATIENCE_SECONDS):
        raise ValidationError(_("Many pictures are being sent just now. Send again in a moment."), code="busy")
    try:
        yield
    finally:
        _at_once.release()


def _check_pixels(image: Image.Image, name: str) -> None:
    """Count the pixels of every frame before a single one is decoded."""
    if image.width * image.height * _frames(image) > settings.UPLOAD_MAX_PIXELS:
        raise _too_many_pixels(name)


def _too_many_pixels(name: str) -> ValidationError:
    return ValidationError(
        _("“%(name)s” is too large a picture: the most is %(limit)s million pixels, all frames together."),
        code="too_many_pixels",
        params={"name": name, "limit": round(settings.UPLOAD_MAX_PIXELS / 1_000_000, 1)},
    )


def _frames(image: Image.Image) -> int:
    # An MPO is a photograph with others behind it, which nobody is shown.
    return 1 if image.format == "MPO" else int(getattr(image, "n_frames", 1))


def _worked_on(image: Image.Image) -> Picture:
    kept_as = KEPT_AS[image.format or ""]
    profile = image.info.get("icc_profile")
    moves = _frames(image) > 1
    if moves:
        content = None if kept_as == "GIF" else _saved_frames(image, kept_as)
        for frame in ImageSequence.Iterator(image):
            # A GIF is kept as it came, once all of it has been read without a stumble: it has no place for where it
            # was made, and making it anew takes colours away.
            frame.load()
        image.seek(0)
        upright = image.convert("RGBA")
    else:
        ImageOps.exif_transpose(image, in_place=True)
        upright = _plain(image)
        content = _saved(upright, kept_as, profile)
    return Picture(
        content_type=Image.MIME[kept_as],
        ending=ENDINGS[kept_as][0],
        width=upright.width,
        height=upright.height,
        moves=moves,
        content=content,
        previews=_previews(upright, profile),
    )


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture in colours that every format and every browser has."""
    if image.mode in {"RGB", "RGBA", "L"} and "transparency" not in image.info:
        return image
    if image.mode.startswith("I;16"):
        # Pillow would cut what is brighter than 255 instead of scaling it.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _saved(image: Image.Image, kept_as: str, profile: bytes | None) -> bytes:
    """Return the picture's file anew: with its pixels and its colour profile, and nothing else that was in the old."""
    image.info = {}
    if kept_as == "JPEG" and image.mode == "RGBA":
        image = image.convert("RGB")
    target = io.BytesIO()
    image.save(target, kept_as, icc_profile=profile, **WAYS_TO_SAVE[kept_as])
    return target.getvalue()


def _saved_frames(image: Image.Image, kept_as: str) -> bytes:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        clean = frame.convert("RGBA")
        durations.append(int(frame.info.get("duration", 100)))
        clean.info = {}
        frames.append(clean)
    target = io.BytesIO()
    ways = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": image.info.get("loop", 0)}
    frames[0].save(target, kept_as, **ways, **WAYS_TO_SAVE[kept_as])
    return target.getvalue()


def _previews(image: Image.Image, profile: bytes | None, boxes: Sequence[tuple[int, int]] = BOXES) -> list[Small]:
    """Return the previews from the smallest on. Each is made of the one above it: that takes the least time."""
    width, height = image.size
    # By width, which is what their addresses have. Of a very thin picture the shortest is taken.
    previews: dict[int, Small] = {}
    for box in reversed(boxes):
        scale = min(1, box[0] / width, box[1] / height)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        if previews and size == image.size:
            continue
        if size != image.size:
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        image.info = {}
        target = io.BytesIO()
        image.save(target, "WEBP", quality=82, method=4, icc_profile=profile)
        previews[image.width] = Small(image.width, image.height, target.getvalue())
    return list(reversed(previews.values()))
