"""Asks the database for what a query looks for, and makes of it what the page shows."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from django.db import connection

from accounts.models import User

from .. import access
from ..models import Message
from . import postgres, sqlite
from .errors import TookTooLong
from .highlight import Piece, excerpt
from .query import Query

PAGE = 20
# Of more hits than these, the newest are put into the order of relevance: to weigh every message that has a common
# word would take seconds.
WEIGHED = 200

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Order(StrEnum):
    NEWEST = "newest"
    RELEVANCE = "relevance"


@dataclass(frozen=True)
class Place:
    """A message's place in the order of time; the key decides between messages of one moment."""

    created: datetime
    key: int


class Index(Protocol):
    """What a database must be able to do. Both functions return keys of messages, and may raise ``TookTooLong``."""

    def newest(self, query: Query, reading: access.Reading, limit: int, older_than: Place | None) -> list[int]:
        """Return the newest, newest first, of those that match, that may be read, older than a place."""

    def weighed(self, query: Query, keys: list[int]) -> list[int]:
        """Return the keys, the most relevant message first."""


@dataclass(frozen=True)
class Hit:
    """A message that was found, and its text in pieces."""

    message: Message
    pieces: list[Piece]


@dataclass(frozen=True)
class Results:
    """One page of hits; ``next`` is where the next page starts (what ``start`` takes), empty on the last.

    ``took_too_long`` says that the database was stopped before it knew: there may be hits or not.
    """

    hits: list[Hit]
    next: str = ""
    took_too_long: bool = False


def search(query: Query, user: User, order: Order = Order.NEWEST, start: str = "", size: int = PAGE) -> Results:
    """Return a page of what ``user`` may read and ``query`` looks for; any other ``start`` is the first."""
    if query.is_empty or query.problems:
        return Results([])
    try:
        return _search(query, user, order, start, size)
    except TookTooLong:
        return Results([], took_too_long=True)


def newest(query: Query, reading: access.Reading, limit: int) -> list[int]:
    """Return the keys of the newest messages that ``query`` looks for among what ``reading`` allows, newest first.

    Raises ``TookTooLong``.
    """
    return _index().newest(query, reading, limit, None)


def _search(query: Query, user: User, order: Order, start: str, size: int) -> Results:
    index = _index()
    if order is Order.RELEVANCE and query.phrases:
        first = int(start) if re.fullmatch(r"[0-9]{1,3}", start) else 0
        keys = index.weighed(query, index.newest(query, access.reading(user), WEIGHED, None))
        following = str(first + size) if first + size < len(keys) else ""
        return Results(_hits(query, user, keys[first : first + size]), following)
    keys = index.newest(query, access.reading(user), size + 1, _place(start))
    hits = _hits(query, user, keys[:size])
    return Results(hits, _start_after(hits[-1].message) if hits and len(keys) > size else "")


def _index() -> Index:
    return postgres.Index() if connection.vendor == "postgresql" else sqlite.Index()


def _hits(query: Query, user: User, keys: list[int]) -> list[Hit]:
    """Fetch the messages as everything is fetched, through access: what was taken away meanwhile is not shown."""
    found = access.readable(user).filter(pk__in=keys).select_related("author", "room").in_bulk()
    return [Hit(found[key], excerpt(found[key].body, query.phrases)) for key in keys if key in found]


def _start_after(message: Message) -> str:
    return f"{(message.created - _EPOCH) // timedelta(microseconds=1)}-{message.pk}"


def _place(start: str) -> Place | None:
    match = re.fullmatch(r"(-?[0-9]{1,16})-([0-9]{1,18})", start)
    if match is None:
        return None
    return Place(_EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
