"""A page as htmx 4 keeps it: what a frame or an answer does to the document, and what the document then says.

Follows htmx 4.0.1's ``swap`` and the ``hx-upsert`` extension: elements out of band go first, then partials and upserts
in their order; the targets of partials are looked up before anything is put in; what has no target is dropped
silently. A morph ends as a replacement does, because nobody types in these pages.
"""

import itertools
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]
from lxml.cssselect import CSSSelector, LxmlHTMLTranslator  # type: ignore[import-untyped]

# An element of lxml, which comes without types.
Element = Any

_selectors: dict[str, CSSSelector] = {}


class _NothingFocused(LxmlHTMLTranslator):
    """Selectors as a page sees them in which nothing has the focus."""

    def xpath_focus_within_pseudo(self, xpath: Any) -> Any:
        return xpath.add_condition("0")


def _compiled(selector: str) -> CSSSelector:
    if selector not in _selectors:
        _selectors[selector] = CSSSelector(selector, translator=_NothingFocused())
    return _selectors[selector]


def parts_of(text: str) -> list[Element]:
    """Return the elements of a fragment, without the text between them."""
    return [part for part in html.fragment_fromstring(f"<div>{text}</div>") if isinstance(part.tag, str)]


def _take_out(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _plain(element: Element) -> Element:
    """Return a copy with its attributes in order, without the marks that htmx leaves in a browser, and without the
    line that only a page has whose visitor came back to something new."""
    copy = deepcopy(element)
    for line in copy.xpath(".//p[@class='new-since']"):
        line.drop_tree()
    for each in copy.iter(etree.Element):
        attributes = sorted((name, value) for name, value in each.attrib.items() if name != "data-htmx-powered")
        each.attrib.clear()
        # How much space stands between two elements is nothing that anybody sees.
        each.text, each.tail = _one_space(each.text), _one_space(each.tail)
        for name, value in attributes:
            if name == "class":
                value = " ".join(word for word in value.split() if not word.startswith("htmx-"))
            each.set(name, value)
    return copy


def _one_space(text: str | None) -> str | None:
    return text and re.sub(r"\s+", " ", text)


def _number(element: Element, key: str) -> int | None:
    value = element.get(key) or element.get("id") or ""
    found = re.search(r"\d+", value)
    return int(found[0]) if found else None


@dataclass
class Document:
    """One page's document. ``faults`` collects what it must never show: messages twice or out of order."""

    root: Element
    faults: list[str] = field(default_factory=list)

    @classmethod
    def empty(cls) -> "Document":
        return cls(html.Element("html"))

    @classmethod
    def of(cls, text: str, faults: list[str] | None = None) -> "Document":
        document = cls(html.document_fromstring(text), [] if faults is None else faults)
        document.check_order("when it was loaded")
        return document

    def all(self, selector: str) -> list[Element]:
        return _compiled(selector)(self.root)

    def one(self, selector: str) -> Element:
        """Return the first element, or None."""
        found = self.all(selector)
        return found[0] if found else None

    def by_id(self, name: str) -> Element:
        """Return the element with this id, or None."""
        found = self.root.xpath("//*[@id=$name]", name=name)
        return found[0] if found else None

    def holds(self, element: Element) -> bool:
        """Return whether the element is still on the page."""
        return any(up is self.root for up in element.iterancestors())

    def text(self, name: str) -> str:
        element = self.by_id(name)
        return "" if element is None else " ".join(element.text_content().split())

    def value(self, name: str) -> str:
        element = self.by_id(name)
        return "" if element is None else element.get("value", "")

    def inputs(self, *selectors: str) -> list[tuple[str, str]]:
        """Return (name, value) of the inputs that ``hx-include`` takes: each element named, or those inside it."""
        found = [each for selector in selectors for top in self.all(selector) for each in top.iter("input")]
        return [(each.get("name"), each.get("value", "")) for each in found]

    def source(self, element: Element) -> str:
        """Return the element as text, the same for a simulated page, a browser's and a fresh one."""
        return etree.tostring(_plain(element), encoding="unicode", with_tail=False)

    def messages(self) -> list[tuple[int, str]]:
        """Return (position, source) of every message in the log, in the order in which the page shows them."""
        return [(int(li.get("data-seq")), self.source(li)) for li in self.all("#log > li")]

    def check_order(self, when: str) -> None:
        shown = [int(li.get("data-seq")) for li in self.all("#log > li")]
        if any(first >= second for first, second in itertools.pairwise(shown)):
            self.faults.append(f"messages out of order or twice {when}: {shown}")

    def apply(self, text: str, *, main: Element | None = None, main_swap: str = "none") -> None:
        """Put a frame, or an answer whose main target is ``main``, into the document."""
        holder = html.fragment_fromstring(f"<div>{text}</div>")
        for task in self._tasks(holder, main, main_swap):
            task()
        self.check_order(f"after {' '.join(text.split())[:300]}")

    def _tasks(self, holder: Element, main: Element | None, main_swap: str) -> list[Callable[[], None]]:
        out_of_band, partials = [], []
        templates = [e for e in holder.iter() if isinstance(e.tag, str) and e.tag.startswith("hx-")]
        top = [e for e in templates if not any(up.tag.startswith("hx-") for up in e.iterancestors())]
        for element in holder.xpath(".//*[@hx-swap-oob]"):
            if not any(up.tag.startswith("hx-") for up in element.iterancestors()):
                out_of_band += self._out_of_band(element)
        for template in top:
            children = [child for child in template if isinstance(child.tag, str)]
            selector = template.get("hx-target", "")
            if template.tag == "hx-upsert":
                partials.append(self._upsert_task(selector, children, template.get("key", "id")))
            elif template.tag == "hx-partial":
                swap, words = template.get("hx-swap", "innerHTML"), template.text_content()
                partials += [self._swap_task(target, swap, children, words) for target in self.all(selector)]
            _take_out(template)
        tasks = out_of_band + partials
        left = [child for child in holder if isinstance(child.tag, str)]
        if left and main is not None:
            tasks.insert(0, self._swap_task(main, main_swap, left))
        return tasks

    def _out_of_band(self, element: Element) -> list[Callable[[], None]]:
        value = element.attrib.pop("hx-swap-oob")
        style, _, selector = value.partition(":")
        style = "outerHTML" if style in {"true", ""} else style
        _take_out(element)
        targets = (
            self.all(selector)
            if selector
            else [found for found in [self.by_id(element.get("id"))] if found is not None]
        )
        content = [element] if style.startswith("outer") else list(element)
        return [self._swap_task(target, style, content) for target in targets]

    def _upsert_task(self, selector: str, children: list[Element], key: str) -> Callable[[], None]:
        def upsert() -> None:
            targets = self.all(selector)
            if targets:
                for new in children:
                    self._upsert(targets[0], new, key)

        return upsert

    def _upsert(self, target: Element, new: Element, key: str) -> None:
        new.tail = None
        existing = self.by_id(new.get("id")) if new.get("id") else None
        if existing is not None:
            existing.getparent().replace(existing, new)
            return
        number = _number(new, key)
        for child in target:
            other = _number(child, key)
            if number is not None and other is not None and number < other:
                child.addprevious(new)
                return
        target.append(new)

    def _swap_task(self, target: Element, swap: str, children: list[Element], words: str = "") -> Callable[[], None]:
        copies = [deepcopy(child) for child in children]
        for copy in copies:
            copy.tail = None
        return lambda: self._swap(target, swap.split()[0], copies, words)

    def _swap(self, target: Element, style: str, children: list[Element], words: str) -> None:
        parent = target.getparent()
        if style == "delete":
            _take_out(target)
        elif style == "innerHTML":
            for child in list(target):
                target.remove(child)
            target.text = None
            target.extend(children)
        elif style == "textContent":
            for child in list(target):
                target.remove(child)
            target.text = words
        elif style in {"outerHTML", "outerMorph"}:
            if parent is not None:
                place = parent.index(target)
                if children:
                    # The text behind an element stays where it is.
                    children[-1].tail = target.tail
                parent[place : place + 1] = children
        elif style == "afterbegin":
            target[0:0] = children
        elif style == "beforeend":
            target.extend(children)
        elif style != "none":
            self.faults.append(f"this page does not know the swap style {style}")
