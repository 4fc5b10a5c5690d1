"""What a search looks for, once it has been read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side, as words.plain makes them. ``begins``: of the last one, only the beginning."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True)
class Query:
    """What to look for. Everything must hold at once.

    ``authors`` and ``rooms`` are keys, any of which may hold; empty, they say nothing. ``since`` and ``until`` bound
    when a message was written, the first included and the last not. ``tags`` are what the index knows of messages
    beside their words, ``conditions`` what must be looked up in the database, as SQL on the message ``m``.
    """

    text: str = ""
    phrases: tuple[Phrase, ...] = ()
    authors: tuple[int, ...] = ()
    rooms: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    tags: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for, or nothing that can be looked for."""
        return self == Query(text=self.text, problems=self.problems)
