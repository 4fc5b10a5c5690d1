"""Compares a live room page with a fresh one, leaving out only what htmx itself writes on elements."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """One element: its name, its attributes and what is in it, texts with single spaces."""

    name: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    def find(self, id: str) -> "Element | None":
        if self.attributes.get("id") == id:
            return self
        inner = (child.find(id) for child in self.children if isinstance(child, Element))
        return next(filter(None, inner), None)

    def __str__(self) -> str:
        attributes = "".join(f' {name}="{value}"' for name, value in sorted(self.attributes.items()))
        return f"<{self.name}{attributes}>{''.join(map(str, self.children))}</{self.name}>"


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, _kept({name: value or "" for name, value in attrs}))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.name == tag for element in self.open[1:]):
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        if text := re.sub(r"\s+", " ", data).strip():
            self.open[-1].children.append(text)


def _kept(attributes: dict[str, str]) -> dict[str, str]:
    """Leave out what htmx adds: marks on elements it has seen, its classes, and the order to swap out of band."""
    kept = {n: v for n, v in attributes.items() if not n.startswith("data-htmx") and n != "hx-swap-oob"}
    if "class" in kept:
        kept["class"] = " ".join(sorted(word for word in kept["class"].split() if not word.startswith("htmx-")))
        if not kept["class"]:
            del kept["class"]
    return kept


# Stands only where somebody came back to something new.
NEW_SINCE = re.compile(r'<p class="new-since">.*?</p>', re.DOTALL)


def parse(html: str) -> Element:
    """Return the page (or a part of one) as a tree under one root."""
    builder = _Builder()
    builder.feed(NEW_SINCE.sub("", html))
    builder.close()
    return builder.open[0]


@dataclass(frozen=True)
class RoomState:
    """What a room page says: its name, its members, its pins, and its messages in the order in which they stand."""

    name: str
    members: str
    pins: str
    messages: tuple[str, ...]


def room_state(html: str, log: str = "log") -> RoomState:
    """Return the normalised state of a room page's HTML; ``log`` is the id of its list of messages.

    Raises ``ValueError`` where a part of it is missing.
    """
    page = parse(html)
    parts = {id: page.find(id) for id in ("room-name", "members", "pins", log)}
    if missing := [id for id, part in parts.items() if part is None]:
        raise ValueError(f"no {', '.join(missing)} in the page")
    messages = tuple(str(child) for child in parts[log].children)  # type: ignore[union-attr]
    return RoomState(str(parts["room-name"]), str(parts["members"]), str(parts["pins"]), messages)


def differences(live: RoomState, fresh: RoomState) -> list[str]:
    """Return how a live page differs from a fresh one; nothing, where it equals a reload.

    A page that has been open for long holds more than the newest messages that a fresh one shows; what both can show
    must be the same, and nothing may stand on the live page twice or out of order.
    """
    found = []
    if live.name != fresh.name:
        found.append(f"name: {live.name} instead of {fresh.name}")
    if live.members != fresh.members:
        found.append(f"members: {live.members} instead of {fresh.members}")
    if live.pins != fresh.pins:
        found.append(f"pins: {live.pins} instead of {fresh.pins}")
    tail = live.messages[-len(fresh.messages) :] if fresh.messages else live.messages
    if len(live.messages) < len(fresh.messages):
        found.append(f"{len(live.messages)} messages instead of {len(fresh.messages)}")
    for number, (ours, theirs) in enumerate(zip(tail, fresh.messages, strict=False), start=1):
        if ours != theirs:
            found.append(f"message {number} of the newest: {ours} instead of {theirs}")
    if not fresh.messages and live.messages:
        found.append(f"{len(live.messages)} messages instead of none")
    sequence = [int(number) for message in live.messages for number in re.findall(r'data-seq="(\d+)"', message)]
    if sequence != sorted(set(sequence)):
        found.append(f"out of order, or twice: {sequence}")
    return found
