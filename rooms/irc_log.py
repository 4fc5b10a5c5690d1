"""Reads channel logs: ``[HH:MM] <nick> text``, ``[HH:MM]  * nick does this``, ``=== nick is now known as other``.

What was said elsewhere is kept as it was said; only what colours and sizes text on IRC is taken off.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

SAID = re.compile(r"\[(?P<clock>\d\d:\d\d)\] <(?P<nick>[^\s>]+)>(?: (?P<text>.*))?\Z", re.DOTALL)
DONE = re.compile(r"\[(?P<clock>\d\d:\d\d)\]\s+\* (?P<nick>\S+)(?P<text> .*)?\Z", re.DOTALL)
HAPPENED = re.compile(
    r"=== (?P<nick>\S+)\s+(?:\[[^\]\s]*\]\s+)?"
    r"(?P<text>(?:is now known as|has (?:joined|left|quit|been kicked)|sets|kicked)\b.*)\Z",
    re.DOTALL,
)
# Bold, colour with its numbers, reset, reverse, italic, underline; and NUL, which no database wants.
FORMATTING = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|[\x00\x02\x04\x0f\x11\x16\x1d\x1e\x1f]")
# A clock that goes back by less than this was set right, or summer ended. By more, midnight has passed.
SET_BACK = timedelta(hours=1, minutes=5)


@dataclass(frozen=True)
class Entry:
    """One line of a log. ``text`` is what was said, or for a notice the whole sentence, with the nick in it."""

    number: int
    nick: str
    text: str
    moment: datetime
    is_notice: bool


@dataclass(frozen=True)
class Unreadable:
    """A line that is none of those known, with its number and why."""

    number: int
    reason: str


def date_in(name: str) -> date | None:
    """Return the first date, as YYYY-MM-DD, in a file's name."""
    for found in re.finditer(r"\d{4}-\d\d-\d\d", name):
        try:
            return date.fromisoformat(found[0])
        except ValueError:
            continue
    return None


def decode(raw: bytes) -> str:
    """Return a line as text: UTF-8, or else the Latin alphabet that old clients wrote."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def read(lines: Iterable[bytes], day: date) -> Iterator[Entry | Unreadable]:
    """Yield what each line says, empty lines left out. The log starts on ``day``, and its clock is UTC.

    A line without a clock happened with the one before it.
    """
    moment = datetime.combine(day, time.min, UTC)
    for number, raw in enumerate(lines, start=1):
        line = decode(raw.rstrip(b"\r\n"))
        if number == 1:
            line = line.removeprefix("\ufeff")
        if not line.strip():
            continue
        found = SAID.match(line) or DONE.match(line) or HAPPENED.match(line)
        if found is None:
            yield Unreadable(number, "neither something said nor something that happened")
            continue
        clock = found.groupdict().get("clock")
        try:
            moment = _next(moment, clock) if clock else moment
        except ValueError:
            yield Unreadable(number, f"{clock} is no time of day")
            continue
        nick, text = found["nick"], FORMATTING.sub("", found["text"] or "").rstrip()
        if found.re is not SAID:
            yield Entry(number, nick, f"{nick} {text.strip()}".strip(), moment, is_notice=True)
        elif text.strip():
            yield Entry(number, nick, text, moment, is_notice=False)
        else:
            yield Unreadable(number, "it says nothing")


def _next(moment: datetime, clock: str) -> datetime:
    following = datetime.combine(moment.date(), time.fromisoformat(clock), UTC)
    return following + timedelta(days=1) if following < moment - SET_BACK else following


def parts(text: str, limit: int) -> list[str]:
    """Return ``text`` in pieces of at most ``limit`` characters, cut after a space where there is one."""
    pieces = []
    while len(text) > limit:
        cut = text.rfind(" ", limit // 2, limit) + 1 or limit
        pieces.append(text[:cut])
        text = text[cut:]
    return [piece for piece in [*pieces, text] if piece.strip()]
