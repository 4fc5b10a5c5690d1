"""Finds what is to be translated in the code and the templates, without GNU gettext.

``make translations`` collects it with xgettext, which not every machine has; this finds the same, so that a plain
machine can tell whether the catalogues are complete.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

# Folders, at any depth, whose words are not said to people who use the site.
NOT_SAID = ["bench", "tests", "staticfiles", "media", "scripts"]
# Which arguments of a call are its context, its text and its plural.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
TEXT = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
# templatize leaves nothing of a template but such calls, and single letters in place of everything else.
CALL_IN_TEMPLATE = re.compile(rf"""(?<!\w)(?:_|n?p?gettext)\((?:{TEXT}|[^()"'])*\)""", re.DOTALL)


class Said(NamedTuple):
    """One text as a catalogue knows it."""

    text: str
    plural: str | None = None
    context: str | None = None


def in_code(source: str) -> Iterator[Said]:
    """Yield what Python code marks for translation. Raises ``SyntaxError`` when it is no Python."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        places = CALLS.get(name.removesuffix("_lazy").removesuffix("_noop"))
        if places is None:
            continue
        context, text, plural = (None if place is None else _literal(node, place) for place in places)
        if text:
            yield Said(text, plural, context)


def in_template(source: str) -> Iterator[Said]:
    """Yield what a template marks for translation. Raises ``SyntaxError`` for a tag within ``blocktranslate``."""
    for call in CALL_IN_TEMPLATE.findall(templatize(source)):
        yield from in_code(call)


def everything(root: Path) -> dict[Said, Path]:
    """Return what is said anywhere under ``root``, and a file in which it is."""
    found: dict[Said, Path] = {}
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), *root.rglob("*.txt")]):
        place = path.relative_to(root)
        if path.name == "conftest.py" or any(part in NOT_SAID or part.startswith(".") for part in place.parts):
            continue
        finder = in_code if path.suffix == ".py" else in_template
        for said in finder(path.read_text(encoding="utf-8")):
            found.setdefault(said, place)
    return found


def _literal(call: ast.Call, place: int) -> str | None:
    node = call.args[place] if place < len(call.args) else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
