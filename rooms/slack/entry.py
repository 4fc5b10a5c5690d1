"""One thing that happened in a channel, as it stands in the file of a day. Nothing is believed about its shape."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from rooms.importing.report import Broken

from .text import clean

_TS = re.compile(r"(\d{9,10})\.(\d{1,9})", re.ASCII)
# Until the year 2100.
_LAST_SECOND = 4_102_444_800
# What people and programs say; everything else is what Slack says about the channel.
SAID = {"", "bot_message", "me_message", "file_share", "file_comment", "thread_broadcast", "slackbot_response"}


def text_of(raw: dict[str, Any], key: str) -> str:
    value = raw.get(key)
    return clean(value) if isinstance(value, str) else ""


def objects(raw: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = raw.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def texts_of(raw: dict[str, Any], key: str) -> list[str]:
    value = raw.get(key)
    return [clean(each) for each in value if isinstance(each, str)] if isinstance(value, list) else []


def moment_of(ts: str) -> datetime | None:
    """Return the moment that a key of Slack's says, which is a time; or None where it is none."""
    found = _TS.fullmatch(ts)
    if not found or int(found[1]) >= _LAST_SECOND:
        return None
    return datetime.fromtimestamp(int(found[1]), UTC).replace(microsecond=int(found[2][:6].ljust(6, "0")))


@dataclass(frozen=True)
class Entry:
    """``place`` says where it stands. ``ts`` is its key in its channel, and when it was."""

    raw: dict[str, Any]
    place: str
    ts: str
    created: datetime

    @classmethod
    def read(cls, raw: object, path: str, number: int) -> "Entry":
        """Return what stands in a file. Raises ``Broken`` for what is no message, or was at no time."""
        place = f"{path}, message {number}"
        if not isinstance(raw, dict):
            raise Broken(place, "this should be an object")
        ts = text_of(raw, "ts")
        created = moment_of(ts)
        if created is None:
            raise Broken(place, f"its ts {raw.get('ts')!r:.60} is no time")
        return cls(raw, place, ts, created)

    @property
    def order(self) -> tuple[int, str]:
        seconds, _, fraction = self.ts.partition(".")
        return int(seconds), fraction

    @cached_property
    def subtype(self) -> str:
        return text_of(self.raw, "subtype")

    @property
    def why_not(self) -> str:
        """Why this is nothing that somebody said, as a key of ``report``'s reasons, or nothing where it is."""
        if self.raw.get("type", "message") != "message" or self.raw.get("hidden") is True:
            return "other"
        return "" if self.subtype in SAID else f"happened:{self.subtype[:60]}"

    @property
    def thread(self) -> str:
        """The key of what this replies to, or nothing."""
        root = text_of(self.raw, "thread_ts")
        return "" if root == self.ts else root

    @property
    def edited(self) -> datetime | None:
        edited = self.raw.get("edited")
        return moment_of(text_of(edited, "ts")) if isinstance(edited, dict) else None

    @cached_property
    def text(self) -> str:
        """What was said, in Slack's way of writing; of a program, also what stands beside or instead of it."""
        text = text_of(self.raw, "text")
        if not text.strip():
            text = "\n".join(_texts_in_blocks(objects(self.raw, "blocks")))
        if self.subtype == "bot_message" or text_of(self.raw, "bot_id"):
            beside = "\n".join(part for each in objects(self.raw, "attachments") for part in _beside(each))
            text = "\n".join(filter(None, (text, beside)))
        return text


def _beside(attachment: dict[str, Any]) -> Iterator[str]:
    if attachment.get("is_msg_unfurl") is True or text_of(attachment, "from_url"):
        # A preview of a link, which was not said by anybody.
        return
    title, address = text_of(attachment, "title"), text_of(attachment, "title_link")
    parts = [
        text_of(attachment, "pretext"),
        f"<{address}|{title}>" if title and address and "|" not in title else title,
        text_of(attachment, "text"),
        *(f"{text_of(each, 'title')}: {text_of(each, 'value')}" for each in objects(attachment, "fields")),
    ]
    if not any(part.strip() for part in parts):
        parts = [text_of(attachment, "fallback")]
    yield from (part for part in parts if part.strip())


def _texts_in_blocks(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        inner = block.get("text")
        if isinstance(inner, dict) and text_of(inner, "text").strip():
            yield text_of(inner, "text")
        yield from (text_of(each, "text") for each in objects(block, "fields") if text_of(each, "text").strip())
