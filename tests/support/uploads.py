"""Files that people send from a room page, and how they are chosen and seen there."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from rooms.tests.files import PDF, picture

from .people import RoomPage

DRAWN = """count => {
    const pictures = [...document.querySelectorAll("#log .picture-open img")];
    return pictures.filter(picture => picture.complete && picture.naturalWidth).length == count;
}"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(picture("JPEG", (1600, 1200)))
    return path


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.pdf"
    path.write_bytes(PDF * 100)
    return path


def files_of(alice: RoomPage) -> Locator:
    return alice.page.locator(".composer:last-child .files")


def chosen(alice: RoomPage) -> Locator:
    return alice.page.locator(".composer:last-child").get_by_role("button", name="Remove the files")


def expect_drawn(page: Page, count: int) -> None:
    """Expect so many pictures in the log that were really loaded."""
    pictures = page.locator("#log .picture-open img")
    expect(pictures).to_have_count(count)
    page.wait_for_function(DRAWN, arg=count)
