"""Goes to every page, in every theme and at every width, and asks axe-core."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from .axe import violations
from .pages import Visited
from .site import Site

WIDTHS = {"phone": (390, 844), "desk": (1280, 800)}
# What stands on <html>, and what the device of somebody wants who has chosen nothing.
THEMES = {"light": "light", "dark": "dark", "contrast": "light"}


def judged(
    site: Site, browser: Browser, pages: list[Visited], folder: Path, themes: list[str], widths: list[str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield every page with what is wrong with it, and leave the HTML of each in ``folder``."""
    for width in widths:
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        contexts = {
            person: site.browser_of(browser, person, viewport=size, reduced_motion="reduce")
            for person in {visited.person for visited in pages}
        }
        for number, visited in enumerate(pages):
            page = contexts[visited.person].new_page()
            try:
                yield f"{visited.name} ({width})", _judge(page, site, visited, themes, folder / f"{number:03}.html")
            except Exception as error:
                yield f"{visited.name} ({width})", [f"could not be looked at: {error}"]
            page.close()
        for context in contexts.values():
            context.close()


def _judge(page: Page, site: Site, visited: Visited, themes: list[str], file: Path) -> list[str]:
    page.set_default_timeout(8_000)
    answer = page.goto(visited.address.format(**site.keys))
    assert answer
    file.write_bytes(answer.body())
    found = [] if answer.status == visited.status else [f"answered {answer.status} instead of {visited.status}"]
    visited.do(page)
    for theme in themes:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        found += [f"[{theme}] {each}" for each in violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"[{theme}] scrolls sideways by {wide} px")
    return found
