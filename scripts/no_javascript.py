"""Finds scripts, inline styles and expressions that htmx would evaluate, in what is served to browsers.

``python -m scripts.no_javascript`` names each place and fails when there is one.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDORED = Path("static/vendor")
SCRIPTS = {".js", ".mjs", ".cjs", ".ts", ".jsx", ".tsx", ".coffee", ".wasm"}
PAGES = {".html", ".svg"}
# Not served to anybody: what Parley is measured against has scripts of its own.
NOT_SERVED = {".git", ".venv", "bench", "node_modules", "staticfiles", "media", "tests"}
# Opened from somebody's disk, or a mail: its look has to stand in it, and there is no Content-Security-Policy.
KEPT = {Path("templates/rooms/keepsake.html"), Path("templates/alerts/mail/digest.html")}
VENDORED_SCRIPT = re.compile(r"""\{%\s*static\s+['"]vendor/[\w./-]+['"]\s*%\}""")
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
COMMENT = re.compile(r"\{%\s*comment.*?%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}", re.DOTALL)
# What stands for the address of a vendored script once the template tags are gone.
VENDORED_MARK = "vendored-script"


class _Page(HTMLParser):
    def __init__(self, *, is_page: bool) -> None:
        super().__init__()
        self.is_page = is_page
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name.lower(): (value or "").strip() for name, value in attrs}
        if tag == "script" and values.get("src") != VENDORED_MARK:
            self._add("<script> that is not one of the vendored files")
        # A drawing is a file of its own, under the Content-Security-Policy of nobody's page.
        if tag == "style" and self.is_page:
            self._add("<style>")
        for name, value in values.items():
            if name == "style" and self.is_page:
                self._add("style=")
            elif re.match(r"on[a-z]|hx-on", name):
                self._add(f"{name}=")
            elif re.match(r"(js|javascript):", value, re.IGNORECASE):
                self._add(f'{name}="{value[:20]}"')
            elif name.startswith("hx-trigger") and "[" in value:
                self._add(f"a filter in {name}")

    def _add(self, what: str) -> None:
        self.problems.append(f"line {self.getpos()[0]}: {what}")


def problems_in(text: str, *, is_page: bool = True) -> list[str]:
    """Return what a template (or, with ``is_page=False``, a drawing) must not contain, with the lines."""
    blank = lambda found: "\n" * found[0].count("\n")  # noqa: E731
    text = COMMENT.sub(blank, text)
    text = VENDORED_SCRIPT.sub(VENDORED_MARK, text)
    page = _Page(is_page=is_page)
    page.feed(TEMPLATE_TAG.sub(blank, text))
    page.close()
    return page.problems


def served_files(root: Path) -> Iterator[Path]:
    """Return the files that could reach a browser, relative to ``root``."""
    for folder, subfolders, names in root.walk():
        subfolders[:] = [name for name in subfolders if name not in NOT_SERVED]
        for name in names:
            file = (folder / name).relative_to(root)
            if VENDORED not in file.parents:
                yield file


def problems(root: Path) -> list[str]:
    """Return every problem below ``root``, as lines to print."""
    found = []
    for file in sorted(served_files(root)):
        if file.suffix in SCRIPTS:
            found.append(f"{file}: a script of ours")
        elif file.suffix in PAGES:
            text = (root / file).read_text(encoding="utf-8")
            is_page = file.suffix == ".html" and file not in KEPT
            found += [f"{file}, {problem}" for problem in problems_in(text, is_page=is_page)]
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems(ROOT)) or 0)
