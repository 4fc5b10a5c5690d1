"""What a contract asks for, written as CSS would: ``tag#id.class[attribute="value"]``."""

import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

_ATTRIBUTE = r"""\[[\w:.-]+(?:="[^"]*"|='[^']*')?\]"""
_NEED = re.compile(
    rf"(?P<tag>[\w-]*)(?:#(?P<id>[\w-]+))?(?P<classes>(?:\.[\w-]+)*)(?P<attributes>(?:{_ATTRIBUTE})*)", re.DOTALL
)
_PART = re.compile(r"""\[([\w:.-]+)(?:="([^"]*)"|='([^']*)')?\]""")


@dataclass(frozen=True)
class Element:
    """A start tag as a page has it, or as a contract asks for it; then a value of None goes for any value."""

    tag: str
    attributes: dict[str, str | None]

    @property
    def classes(self) -> set[str]:
        return set((self.attributes.get("class") or "").split())

    def lacks(self, wanted: "Element") -> dict[str, str | None]:
        """Return those of the attributes of ``wanted`` that this element has not."""
        return {name: value for name, value in wanted.attributes.items() if not self._has(name, value)}

    def _has(self, name: str, value: str | None) -> bool:
        if name not in self.attributes:
            return False
        if name == "class":
            return set((value or "").split()) <= self.classes
        return value is None or (self.attributes[name] or "") == value

    def __str__(self) -> str:
        return f"<{' '.join([self.tag or 'any', *written(self.attributes)])}>"


def written(attributes: dict[str, str | None]) -> list[str]:
    """Return attributes as one writes them in a template."""
    return [name if not value else f"{name}='{value}'" if '"' in value else f'{name}="{value}"'
            for name, value in attributes.items()]  # fmt: skip


@cache
def parse(need: str) -> Element:
    """Return the element that ``need`` describes. Raises ``ValueError`` where it says something else."""
    match = _NEED.fullmatch(need)
    if not match or not need:
        raise ValueError(f'{need!r} is not like tag#id.class[attribute="value"]')
    attributes: dict[str, str | None] = {}
    if match["id"]:
        attributes["id"] = match["id"]
    if match["classes"]:
        attributes["class"] = match["classes"].replace(".", " ").strip()
    for name, double, single in _PART.findall(match["attributes"]):
        attributes[name] = double or single or None
    return Element(match["tag"], attributes)


class _Parser(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Element(tag, dict(attrs)))


def elements(html: str) -> list[Element]:
    """Return every start tag of ``html``, in its order."""
    return _Parser(html).found


def matches(element: Element, wanted: Element) -> bool:
    return wanted.tag in ("", element.tag) and not element.lacks(wanted)


def unmet(found: list[Element], needs: list[str]) -> list[tuple[Element, Element | None]]:
    """Return what of ``needs`` is not among ``found``, each with the element that was probably meant to be it.

    Each need wants an element of its own; those that say most choose first.
    """
    wanted = sorted((parse(need) for need in needs), key=lambda each: -len(each.attributes))
    left = list(found)
    without = []
    for each in wanted:
        match = next((element for element in left if matches(element, each)), None)
        if match:
            left.remove(match)
        else:
            without.append(each)
    return [(each, nearest(left, each)) for each in without]


# What tells one element from others tells more than how it is swapped.
_WEIGHTS = {"id": 4, "hx-target": 4, "name": 3, "action": 3, "popovertarget": 3, "hx-trigger": 3}


def nearest(found: list[Element], wanted: Element) -> Element | None:
    """Return the element that was probably meant to be ``wanted``: it has most of its attributes, and no other id."""
    best, most = None, 0
    for element in found:
        if wanted.tag in ("", element.tag) and element.attributes.get("id") in (None, wanted.attributes.get("id")):
            has = sum(_WEIGHTS.get(name, 2) for name in wanted.attributes.keys() - element.lacks(wanted).keys())
            if has > most:
                best, most = element, has
    return best
