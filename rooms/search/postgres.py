"""Asks PostgreSQL's full text search.

Its index (GIN) says which messages match, in no order: for the newest with a word that half of all messages have, each
of them would be fetched and sorted. So the newest messages are looked through first, by the index on their time. That
finds a page of any common word at once; and of a word that it doesn't find a page of, there are so few that fetching
all of them is quick. bench/README.md has the numbers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from .. import access
from .errors import TookTooLong
from .query import Phrase, Query

if TYPE_CHECKING:
    from .results import Place

# How many of the newest messages are looked through, for each that is wanted.
LOOKED_THROUGH = 250
# My rooms are named to the index where so many messages are in them at most. To go through what the index has of more
# takes longer than to look up the room of every message that has the words.
MOST_SAID = 50_000
# And so many they may be: to read a longer list of them takes longer than to look.
MOST_ROOMS = 500
SECONDS = 5


@contextmanager
def _bounded() -> Iterator[Any]:
    """Give a cursor for statements that may take SECONDS each, and raise ``TookTooLong`` when one takes longer."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # The planner would spend longer on compiling (jit) than these take to run.
            cursor.execute(f"SET LOCAL jit = off; SET LOCAL statement_timeout = '{SECONDS}s'")
            yield cursor
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TookTooLong from error
        raise


class Index:
    def newest(self, query: Query, reading: access.Reading, limit: int, older_than: "Place | None") -> list[int]:
        # A room's version is about the number of its messages.
        said = dict(reading.rooms.values_list("pk", "version")[: MOST_ROOMS + 1])
        rooms = query.rooms or tuple(said)
        are_few = len(said) <= MOST_ROOMS and sum(said.values()) <= MOST_SAID
        matches, words = _matches(query, rooms if query.rooms or are_few else None)
        where, bounds = _bounds(query, older_than)
        mine = " AND ".join([reading.condition, "m.deleted IS NULL", *query.conditions])
        one_room = rooms if len(rooms) == 1 else ()
        with _bounded() as cursor:
            cursor.execute(
                f"""
                SELECT m.id FROM (
                    SELECT * FROM rooms_message m WHERE {where} {"AND m.room_id = %s" if one_room else ""}
                    ORDER BY m.created DESC, m.id DESC LIMIT %s
                ) m
                WHERE {matches} AND {mine} ORDER BY m.created DESC, m.id DESC LIMIT %s
                """,
                [*bounds, *one_room, limit * LOOKED_THROUGH, *words, *reading.parameters, limit],
            )
            found = [key for (key,) in cursor.fetchall()]
            if len(found) == limit:
                return found
            # What the planner expects of words is a guess. That there are few is known now, and only the index on words
            # finds few at once; any other way would go through everything that was ever said. OFFSET 0 keeps it from
            # looking once for each of my rooms.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
            cursor.execute(
                f"""
                SELECT m.id FROM (SELECT * FROM rooms_message m WHERE {matches} AND {where} OFFSET 0) m WHERE {mine}
                ORDER BY m.created DESC, m.id DESC LIMIT %s
                """,
                [*words, *bounds, *reading.parameters, limit],
            )
            return [key for (key,) in cursor.fetchall()]

    def weighed(self, query: Query, keys: list[int]) -> list[int]:
        words, parameters = _words(query)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT m.id FROM rooms_message m WHERE m.id = ANY(%s)
                ORDER BY ts_rank_cd(m.search_vector, {words}, 1) DESC, m.created DESC, m.id DESC
                """,
                [keys, *parameters],
            )
            return [key for (key,) in cursor.fetchall()]


def _bounds(query: Query, older_than: "Place | None") -> tuple[str, list[Any]]:
    where, parameters = ["TRUE"], list[Any]()
    if query.since:
        where.append("m.created >= %s")
        parameters.append(query.since)
    if query.until:
        where.append("m.created < %s")
        parameters.append(query.until)
    if older_than:
        where.append("(m.created, m.id) < (%s, %s)")
        parameters += [older_than.created, older_than.key]
    return " AND ".join(where), parameters


def _matches(query: Query, rooms: tuple[int, ...] | None) -> tuple[str, list[Any]]:
    """Return the condition on the index, and its parameters. ``None`` for rooms leaves them to be looked up."""
    words, parameters = _words(query)
    tags = [[f"a{author}" for author in query.authors], *([tag] for tag in query.tags)]
    if rooms is not None:
        tags.append([f"r{room}" for room in rooms] or ["none"])
    written = " & ".join(f"({' | '.join(f"'/{tag}'" for tag in any_of)})" for any_of in tags if any_of)
    terms = [words] if words else []
    if written:
        terms.append("%s::tsquery")
        parameters.append(written)
    return (f"m.search_vector @@ ({' && '.join(terms)})" if terms else "TRUE"), parameters


def _words(query: Query) -> tuple[str, list[Any]]:
    """Return what was typed as a tsquery, which PostgreSQL makes of plain words: none can be an operator."""
    terms = [_phrase(phrase) for phrase in query.phrases]
    return " && ".join(term for term, _ in terms), [parameter for _, several in terms for parameter in several]


def _phrase(phrase: Phrase) -> tuple[str, list[Any]]:
    text = " ".join(phrase.words)
    term = "phraseto_tsquery('simple', rooms_search_words(%s))"
    if not phrase.begins:
        return term, [text]
    return f"(CASE WHEN numnode({term}) > 0 THEN ({term}::text || ':*')::tsquery ELSE {term} END)", [text, text, text]
