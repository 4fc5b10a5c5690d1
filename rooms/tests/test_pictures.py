import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from rooms.uploads import pictures
from rooms.uploads.pictures import Picture, picture_of

from .files import HTML, PDF, SVG, moving_picture, opened, picture


def worked_on(content: bytes, name: str = "a picture") -> Picture:
    found = picture_of(io.BytesIO(content), name)
    assert found
    return found


def red(image: Image.Image, y: int) -> int:
    """Return how red the picture is in its middle at a height."""
    return image.convert("RGB").getchannel("R").tobytes()[y * image.width + image.width // 2]


def refusal_of(content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as refusal:
        picture_of(io.BytesIO(content), "holiday.png")
    assert "“holiday.png”" in refusal.value.messages[0]
    return refusal.value


@pytest.mark.parametrize(
    ("kind", "content_type", "ending"),
    [
        ("JPEG", "image/jpeg", ".jpg"),
        ("PNG", "image/png", ".png"),
        ("GIF", "image/gif", ".gif"),
        ("WEBP", "image/webp", ".webp"),
        ("AVIF", "image/webp", ".webp"),
    ],
)
def test_pictures_are_known_by_their_content(kind: str, content_type: str, ending: str) -> None:
    found = worked_on(picture(kind))
    assert (found.content_type, found.ending, found.width, found.height) == (content_type, ending, 1200, 800)
    assert opened(found.content or b"").size == (1200, 800)


@pytest.mark.parametrize("content", [SVG, HTML, PDF, b"just words", picture("BMP"), picture("TIFF"), b"\x00" * 50])
def test_what_browsers_do_not_show_safely_is_no_picture(content: bytes) -> None:
    assert picture_of(io.BytesIO(content), "x.png") is None


def test_previews_are_real_sizes_of_the_same_shape() -> None:
    found = worked_on(picture("JPEG", (4000, 3000)))
    assert [(small.width, small.height) for small in found.previews] == [(400, 300), (800, 600), (1600, 1200)]
    for small in found.previews:
        image = opened(small.content)
        assert (image.format, image.size) == ("WEBP", (small.width, small.height))


def test_a_small_picture_is_not_blown_up() -> None:
    assert [(small.width, small.height) for small in worked_on(picture(size=(30, 20))).previews] == [(30, 20)]


@pytest.mark.parametrize(
    ("size", "previews"),
    [
        ((8000, 2), [(400, 1), (800, 1), (1600, 1)]),
        ((2, 8000), [(1, 300)]),
        ((1, 1), [(1, 1)]),
        ((500, 400), [(375, 300), (500, 400)]),
    ],
)
def test_previews_of_odd_shapes_fit_too(size: tuple[int, int], previews: list[tuple[int, int]]) -> None:
    assert [(small.width, small.height) for small in worked_on(picture(size=size)).previews] == previews


def test_where_a_picture_was_taken_is_taken_out_and_how_it_was_held_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Turned: what was the left is now at the top.
    exif[0x010F] = "A camera that says who made it"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    found = worked_on(picture("JPEG", exif=exif, comment=b"secret words"))
    assert found.content is not None
    for content in [found.content, *(small.content for small in found.previews)]:
        image = opened(content)
        assert not image.getexif()
        assert "comment" not in image.info
        assert b"camera" not in content
        assert image.height > image.width
        assert red(image, 2) > 200
        assert red(image, image.height - 2) < 50


def test_the_words_in_a_png_are_taken_out() -> None:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Comment", "secret words")
    found = worked_on(picture("PNG", pnginfo=words))
    assert found.content is not None
    assert b"secret" not in found.content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_every_depth_can_be_sent(mode: str) -> None:
    target = io.BytesIO()
    Image.new(mode, (20, 10)).save(target, "PNG")
    assert worked_on(target.getvalue()).width == 20


def test_a_bright_picture_of_16_bits_is_not_cut_to_white() -> None:
    target = io.BytesIO()
    Image.new("I;16", (20, 10), 0x4000).save(target, "PNG")
    assert opened(worked_on(target.getvalue()).content or b"").getpixel((0, 0)) == 0x40


def test_a_cmyk_photograph_can_be_sent() -> None:
    assert worked_on(picture("JPEG", mode="CMYK")).content_type == "image/jpeg"


def test_a_see_through_picture_stays_so() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (20, 10), (255, 0, 0, 0)).save(target, "PNG")
    for content in (worked_on(target.getvalue()).content, worked_on(target.getvalue()).previews[0].content):
        assert opened(content or b"").convert("RGBA").getchannel("A").tobytes()[0] == 0


def test_a_colour_that_means_see_through_goes_on_meaning_it() -> None:
    target = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(target, "PNG", transparency=(255, 0, 0))
    assert opened(worked_on(target.getvalue()).content or b"").convert("RGBA").getchannel("A").tobytes()[0] == 0


@pytest.mark.parametrize(("kind", "content_type"), [("GIF", "image/gif"), ("WEBP", "image/webp"), ("PNG", "image/png")])
def test_a_moving_picture_goes_on_moving(kind: str, content_type: str) -> None:
    found = worked_on(moving_picture(kind))
    assert (found.moves, found.content_type) == (True, content_type)
    if kind == "GIF":
        assert found.content is None
    else:
        assert opened(found.content or b"").n_frames == 3  # type: ignore[attr-defined]


def test_more_pixels_than_the_limit_are_refused_before_they_are_decoded(settings, monkeypatch) -> None:
    settings.UPLOAD_MAX_PIXELS = 1200 * 800 - 1
    monkeypatch.setattr(pictures, "_worked_on", lambda image: pytest.fail("it was decoded"))
    assert refusal_of(picture()).code == "too_many_pixels"


def test_the_frames_of_a_moving_picture_count_together(settings) -> None:
    settings.UPLOAD_MAX_PIXELS = 60 * 40 * 2
    assert refusal_of(moving_picture("GIF", 3)).code == "too_many_pixels"
    settings.UPLOAD_MAX_PIXELS = 60 * 40 * 3
    assert worked_on(moving_picture("GIF", 3)).moves


def test_a_decompression_bomb_is_refused() -> None:
    # 400 million pixels that are all alike take few bytes.
    assert refusal_of(picture("PNG", (20_000, 20_000), mode="1")).code == "too_many_pixels"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_breaks_off_is_refused(kind: str) -> None:
    content = picture(kind)
    assert refusal_of(content[: len(content) // 2]).code == "broken_picture"


def test_a_busy_server_says_so_instead_of_running_out_of_memory(monkeypatch) -> None:
    monkeypatch.setattr(pictures, "PATIENCE_SECONDS", 0.01)
    with pictures._one_of_few(), pictures._one_of_few(), pytest.raises(ValidationError) as refusal:
        picture_of(io.BytesIO(picture()), "holiday.png")
    assert refusal.value.code == "busy"


@pytest.mark.parametrize(
    ("name", "renamed"),
    [
        ("a.jpg", "a.jpg"),
        ("a.JPEG", "a.JPEG"),
        ("a.png", "a.jpg"),
        ("a.html", "a.jpg"),
        ("photo", "photo.jpg"),
        ("v1.a photo", "v1.a photo.jpg"),
        (".png", ".png.jpg"),
    ],
)
def test_a_picture_is_named_for_what_it_is(name: str, renamed: str) -> None:
    assert worked_on(picture("JPEG")).rename(name) == renamed
