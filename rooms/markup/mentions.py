"""Mentions: @names in a message's HTML, marked so that each reader's own stylesheet can tell theirs.

Nobody can write the marks themselves: they are made after everything has passed the gate, around words of text alone.
"""

import re
from collections.abc import Callable, Mapping

ROOM = "room"
# As many different names are looked for in one message.
MOST = 20

# A user name, as accounts allow them, not in the middle of an address or a word.
_NAME = re.compile(r"(?<![\w@./+-])@([\w.+-]{1,150})")
# Everything is escaped, so a tag ends at the first > outside of its attributes.
_TAG = re.compile(r'(<(?:[^<>"]|"[^"]*")*>)')
# What ``mark`` writes, and nothing else can.
_MARK = re.compile(r'<span class="mention mention-(\d+|room)">')
# Inside these, an @ is not said to anybody.
_SILENT = re.compile(r"</?(a|code|pre)\b")


def names_in(body: str) -> set[str]:
    """Return what may be names after an @ in a text as it was written, in small letters, at most ``MOST`` of them.

    "@bob." may be either of two names, with its dot or without: both count.
    """
    names: set[str] = set()
    for found in _NAME.finditer(body):
        if len(names) >= MOST:
            break
        names |= set(_readings(found[1]))
    return names


def mark(html: str, people: Mapping[str, int]) -> str:
    """Return the clean ``html`` with a mark around each @name of ``people`` (names in small letters, to keys)."""
    if not people:
        return html
    depth = 0
    parts = _TAG.split(html)
    for number, part in enumerate(parts):
        if number % 2:
            if _SILENT.match(part):
                depth += -1 if part.startswith("</") else 1
        elif not depth and "@" in part:
            parts[number] = _NAME.sub(_marker(people), part)
    return "".join(parts)


def marked(html: str) -> set[int]:
    """Return whom the marks in a message's HTML mean: keys of people, and 0 for the whole room."""
    if 'class="mention ' not in html:
        return set()
    return {0 if who == ROOM else int(who) for who in _MARK.findall(html)}


def _readings(name: str) -> list[str]:
    name = name.lower()
    return list(dict.fromkeys((name, name.rstrip(".+-"))))


def _marker(people: Mapping[str, int]) -> Callable[[re.Match[str]], str]:
    def with_mark(found: re.Match[str]) -> str:
        for name in _readings(found[1]):
            if name in people:
                who = ROOM if name == ROOM else people[name]
                end = len(name)
                return f'<span class="mention mention-{who}">@{found[1][:end]}</span>{found[1][end:]}'
        return found[0]

    return with_mark
