"""``make audit``: axe-core and the Nu HTML Checker on every page, Lighthouse on some.

``ONLY=axe`` (or nu, or lighthouse) runs one of them; ``PAGE=/alerts/`` only looks at pages whose address has that.
"""

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.support.browser import chromium

from . import fragments, lighthouse, nu, tools
from .pages import PAGES
from .site import demo_site
from .visiting import THEMES, WIDTHS, judged


def main() -> int:
    only, part = os.environ.get("ONLY", ""), os.environ.get("PAGE", "")
    pages = [visited for visited in PAGES if part in visited.name]
    wrong = 0
    with tempfile.TemporaryDirectory() as name, chromium() as browser, demo_site(browser) as site:
        folder = Path(name)
        if only in ("", "axe", "nu"):
            themes, widths = (list(THEMES), list(WIDTHS)) if only != "nu" else ([], ["desk"])
            wrong += tell("axe-core", judged(site, browser, pages, folder, themes, widths))
        if only in ("", "nu", "lighthouse") and (why := tools.install()):
            print(f"The Nu checker and Lighthouse were not run: {why}")
            return 1
        if only in ("", "nu"):
            wrong += tell("Nu", checked(folder, [visited.name for visited in pages]))
        if only in ("", "lighthouse"):
            wrong += tell("Lighthouse", lighthouse.judged(site))
    print(f"{wrong} to mend" if wrong else "Nothing to mend.")
    return 1 if wrong else 0


def checked(folder: Path, names: list[str]) -> Iterable[tuple[str, list[str]]]:
    if why := nu.why_not():
        return [("", [f"was not run: {why}"])]
    found = nu.errors(sorted(folder.glob("*.html")))
    of_fragments = fragments.write(folder)
    found |= nu.errors(sorted(folder.glob("fragment-*.html")), are_fragments=True)
    of_files = {f"{number:03}.html": name for number, name in enumerate(names)} | of_fragments
    return [(of_files[file], found.get(file, [])) for file in of_files]


def tell(tool: str, results: Iterable[tuple[str, list[str]]]) -> int:
    """Print what ``tool`` found, as it comes, and return how much that is."""
    seen = wrong = 0
    for name, found in results:
        seen += 1
        wrong += len(found)
        for each in found:
            print(f"{tool}: {name}: {each}", flush=True)
    print(f"{tool}: {seen} looked at, {wrong} to mend", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
