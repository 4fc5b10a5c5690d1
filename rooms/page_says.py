"""What pages say on their sockets: a hello on every connect, that the newest message was seen, that somebody types."""

import json
from dataclasses import dataclass
from typing import Any

from .feed import Shown

Content = dict[str, Any]


class Refused(Exception):
    """What a page sent can't be taken; the text is a key of ``consumers.CLOSE_CODES``."""


@dataclass(frozen=True)
class Hello:
    """What a room's page says on every connect: what it is up to date with, and which build it is from."""

    cursor: int
    shown: Shown | None

    @classmethod
    def read(cls, content: Content) -> "Hello":
        """Return the hello in ``content``; raise ``Refused`` for anything else."""
        try:
            floors = content.get("floor", [])
            versions = [content["cursor"], *(floors if isinstance(floors, list) else [floors])]
            cursor = min(int(version) for version in versions)
        except (ValueError, TypeError, KeyError, OverflowError):
            raise Refused("bad_frame") from None
        if content.get("type") != "hello" or not 0 <= cursor < 1 << 63:
            raise Refused("bad_frame")
        return cls(cursor, shown_in(content))


def content_of(text: str | None) -> Content:
    """Return what a frame says; raise ``Refused`` where that is no object of JSON."""
    try:
        content = json.loads(text or "")
    except (ValueError, RecursionError):
        raise Refused("bad_frame") from None
    if not isinstance(content, dict):
        raise Refused("bad_frame")
    return content


def seen_in(content: Content) -> int:
    """Return the version that a page held when its newest message was seen, or raise ``Refused``."""
    try:
        cursor = int(content["cursor"])
    except (ValueError, TypeError, KeyError, OverflowError):
        raise Refused("bad_frame") from None
    if not 0 <= cursor < 1 << 63:
        raise Refused("bad_frame")
    return cursor


def typing_in(content: Content) -> bool | None:
    """Return whether a page says that somebody types on it, or that the composer is empty; None for anything else.

    What is typed isn't sent: a page includes the field only where it is empty (rooms/live/socket.html).
    """
    return content.get("body") != "" if content.get("type") == "typing" else None


def shown_in(content: Content) -> Shown | None:
    """Return what a hello says that its page shows of what calls its person; None for a page that shows nothing."""
    try:
        number, _, more = str(content["alerts_shown"]).partition(" ")
        alerts = int(number)
    except (KeyError, ValueError):
        return None
    return Shown(
        title=str(content.get("title", ""))[:200],
        alerts=alerts,
        rooms=_digest("rooms_shown", content),
        quiet=more == "quiet",
        inbox=_digest("inbox_shown", content),
        banner=_digest("banner_shown", content, 100),
    )


def _digest(name: str, content: Content, length: int = 8) -> str | None:
    return str(content[name])[:length] if name in content else None
