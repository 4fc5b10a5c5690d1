"""Asks SQLite's FTS5. Its index lies in the order of time (schema.py), and is read from the newest hit on."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection

from .. import access
from .query import Phrase, Query
from .schema import KEY_BITS

if TYPE_CHECKING:
    from .results import Place

# Rooms named to the index. With more, every hit's room is looked up instead, which is then the lesser work.
MOST_ROOMS = 200
_LAST = 2**63 - 1


class Index:
    def newest(self, query: Query, reading: access.Reading, limit: int, older_than: "Place | None") -> list[int]:
        first = _row(query.since) if query.since else -_LAST
        end = min(
            _row(query.until) if query.until else _LAST,
            _row(older_than.created, older_than.key) if older_than else _LAST,
        )
        match = _match(query, list(reading.rooms.values_list("pk", flat=True)[: MOST_ROOMS + 1]))
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT m.id
                FROM rooms_search CROSS JOIN rooms_message m ON m.id = rooms_search.rowid & {2**KEY_BITS - 1}
                WHERE {"rooms_search MATCH %s AND" if match else ""}
                    rooms_search.rowid >= %s AND rooms_search.rowid < %s AND m.deleted IS NULL
                    AND {reading.condition}
                    {" ".join(f"AND {condition}" for condition in query.conditions)}
                ORDER BY rooms_search.rowid DESC LIMIT %s
                """,
                [*([match] if match else []), first, end, *reading.parameters, limit],
            )
            return [key for (key,) in cursor.fetchall()]

    def weighed(self, query: Query, keys: list[int]) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT id FROM (
                    SELECT rooms_search.rowid & {2**KEY_BITS - 1} AS id, rooms_search.rowid AS place,
                        bm25(rooms_search) AS weight
                    FROM rooms_search WHERE rooms_search MATCH %s
                        AND rooms_search.rowid >= (SELECT {_ROW_OF} WHERE id = %s)
                        AND rooms_search.rowid <= (SELECT {_ROW_OF} WHERE id = %s)
                ) WHERE id IN ({", ".join(["%s"] * len(keys)) or "NULL"})
                ORDER BY weight, place DESC
                """,
                [f"body : ({_words(query)})", keys[-1] if keys else None, keys[0] if keys else None, *keys],
            )
            return [key for (key,) in cursor.fetchall()]


_ROW_OF = f"(CAST(strftime('%%s', created) AS INTEGER) << {KEY_BITS}) + id FROM rooms_message"


def _row(moment: datetime, key: int = 0) -> int:
    return min((int(moment.timestamp() // 1) << KEY_BITS) + key, _LAST)


def _match(query: Query, my_rooms: list[int]) -> str:
    """Return the query in FTS5's language. What was typed stands in quotes, and nothing in them is read."""
    terms = [f"body : ({_words(query)})"] if query.phrases else []
    rooms = query.rooms or my_rooms
    tags = [[f"a{author}" for author in query.authors], *([tag] for tag in query.tags)]
    if len(rooms) <= MOST_ROOMS:
        tags.append([f"r{room}" for room in rooms] or ["none"])
    terms += [f"tags : ({' OR '.join(_quoted(tag) for tag in any_of)})" for any_of in tags if any_of]
    return " AND ".join(terms)


def _words(query: Query) -> str:
    return " AND ".join(map(_phrase, query.phrases))


def _phrase(phrase: Phrase) -> str:
    return _quoted(" ".join(phrase.words)) + (" *" if phrase.begins else "")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
