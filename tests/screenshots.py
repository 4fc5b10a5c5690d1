"""``make screenshots``: takes the pictures in docs/screenshots again, of the demo as it is seeded for the audit."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.audit.pages import open_members, open_menu, open_rooms
from tests.audit.site import demo_site
from tests.support.browser import chromium
from tests.support.server import ROOT

FOLDER = ROOT / "docs" / "screenshots"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
# Name, address, person, and what is opened.
PAGES = [
    ("sign-in", "/accounts/login/", None, None),
    ("home", "/", "alice", None),
    ("room", "/rooms/{general}/", "alice", None),
    ("thread", "/rooms/{general}/messages/{thread}/thread/", "alice", None),
    ("inbox", "/alerts/", "alice", None),
    ("search", "/search/?q=paper", "alice", None),
    ("profile", "/people/bob/", "alice", None),
]
ON_A_PHONE = [
    *PAGES,
    ("rooms", "/rooms/{general}/", "alice", open_rooms),
    ("members", "/rooms/{general}/", "alice", open_members),
    ("menu", "/rooms/{general}/", "alice", open_menu),
]
COLOURS = 128


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser, demo_site(browser, ("alice",)) as site:
        for suffix, size, scheme, pages in (
            ("", DESK, "light", PAGES),
            ("-dark", DESK, "dark", PAGES),
            ("-phone", PHONE, "light", ON_A_PHONE),
        ):
            for name, address, person, do in pages:
                context = site.browser_of(browser, person, viewport=size, color_scheme=scheme, reduced_motion="reduce")
                page = context.new_page()
                page.goto(address.format(**site.keys))
                if "/rooms/" in address:
                    page.locator("#connection.live").wait_for()
                if do:
                    do(page)
                    page.wait_for_timeout(200)
                small(page.screenshot()).save(folder / f"{name}{suffix}.png", optimize=True)
                context.close()


def small(png: bytes) -> Image.Image:
    """Return a picture with few colours, which is all that flat pages need."""
    return Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
