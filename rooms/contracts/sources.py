"""Where in the templates something stands, so that an error can say the file and the line."""

import re
from pathlib import Path
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from .needs import Element

_NAMES_ANOTHER = re.compile(r"""{%\s*(?:include|extends)\s+"([^"]+)"|{%\s*(message)\s""")
_TEMPLATE = "{%.*?%}|{{.*?}}"
TAG = re.compile(
    rf"""<([a-z][\w-]*)((?:"(?:{_TEMPLATE}|[^"])*"|'(?:{_TEMPLATE}|[^'])*'|{_TEMPLATE}|[^<>"'])*)>""", re.DOTALL
)
_COMMENTS = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)


def source(template: str) -> str:
    """Return a template's text as it is in its file, without what comments say. Raises ``TemplateDoesNotExist``."""
    found: Any = get_template(template)
    text = Path(found.origin.name).read_text(encoding="utf-8")
    return _COMMENTS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def used_by(template: str) -> list[str]:
    """Return ``template`` and every template that it includes or extends, itself first."""
    found = [template]
    for each in found:
        try:
            names = _NAMES_ANOTHER.findall(source(each))
        except TemplateDoesNotExist:
            continue
        found += dict.fromkeys(
            name for named, tag in names if (name := named or f"rooms/{tag}.html") and name not in found
        )
    return found


def line_of(template: str, element: Element) -> int | None:
    """Return the line of ``template`` whose tag is most like ``element``, or None where none is."""
    best, most = None, 0
    text = source(template)
    for match in TAG.finditer(text):
        if match[1] == element.tag and not _is_another(match[2], element):
            has = sum(_says(match[2], name, value) for name, value in element.attributes.items())
            if has > most:
                best, most = match, has
    if best is None or not _is_near(most, element):
        return None
    return text.count("\n", 0, best.start()) + 1


def place_of(template: str, element: Element) -> tuple[str, int | None]:
    """Return the template among those that ``template`` uses where ``element`` was made, and the line if found."""
    for each in used_by(template):
        try:
            if line := line_of(each, element):
                return each, line
        except TemplateDoesNotExist:
            continue
    return template, None


def _is_near(has: int, element: Element) -> bool:
    return has >= 2 or has == len(element.attributes)


def _is_another(text: str, element: Element) -> bool:
    """Whether a tag has an id or a name of its own, which is not that of ``element``."""
    return any(
        (said := re.search(rf"""(?<![\w:-]){name}=["']([^"'{{]+)["']""", text))
        and said[1] != element.attributes.get(name)
        for name in ("id", "name")
    )


def _says(text: str, name: str, value: str | None) -> bool:
    match = re.search(rf"""(?<![\w:-]){re.escape(name)}(?:="([^"]*)"|='([^']*)'|(?=[\s>{{])|$)""", text)
    if not match:
        return False
    said = match[1] or match[2] or ""
    return "{" in said or said == (value or "")
