"""axe-core, all of its rules for WCAG 2.2 up to AA and its best practices, on a page as it stands."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on ``page``, each as the name of a rule, and where it is broken."""
    # Evaluated by the browser's own tools, to which the page's policy does not apply.
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text())
    results: dict[str, Any] = page.evaluate(_RUN, TAGS)
    return [
        f"{violation['id']}: {node['html'][:160]} ({' '.join(map(str, node['target']))}) {_why(node)}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


def _why(node: dict[str, Any]) -> str:
    said = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return "; ".join(said)[:300]
