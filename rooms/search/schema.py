"""The index: what the databases keep beside the messages, so that they are found.

Both keep it up to date by themselves, whoever writes to the messages: PostgreSQL by a generated column, SQLite by
triggers. Both hold of each message that is not deleted its words and these tags: its room (``r12``), its author
(``a5``), ``link`` and ``code``.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from .words import ACCENTS, SEPARATORS

# A web address with something behind it; code between backquotes.
_LINK = "(body LIKE '%http://_%' OR body LIKE '%https://_%')"
_CODE = "body LIKE '%`_%`%'"

# Tags stand in the same column as the words, so that one index answers for both; no word begins with a slash.
_POSTGRES = f"""
CREATE OR REPLACE FUNCTION rooms_search_words(body text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    regexp_replace(lower(normalize(body, NFD) COLLATE "{{collation}}"), '[{ACCENTS}]+', '', 'g'),
    '[{SEPARATORS}]+', ' ', 'g'
);
CREATE OR REPLACE FUNCTION rooms_search_vector(body text, room_id bigint, author_id bigint) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector('simple', rooms_search_words(body)) || array_to_tsvector(array_remove(ARRAY[
    '/r' || room_id, '/a' || author_id,
    CASE WHEN {_LINK.replace("LIKE", "ILIKE")} THEN '/link' END,
    CASE WHEN {_CODE} THEN '/code' END
], NULL));
ALTER TABLE rooms_message ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
    CASE WHEN deleted IS NULL THEN rooms_search_vector(body, room_id, author_id) END
) STORED;
-- What waits to be put into the index is looked through by every search, and put in by whoever fills it: keep it short.
CREATE INDEX message_search ON rooms_message USING gin (search_vector) WITH (gin_pending_list_limit = 256);
CREATE INDEX message_newest ON rooms_message (created DESC, id DESC);
CREATE INDEX message_newest_in_room ON rooms_message (room_id, created DESC, id DESC);
"""
_POSTGRES_UNDO = """
DROP INDEX message_newest_in_room;
DROP INDEX message_newest;
ALTER TABLE rooms_message DROP COLUMN search_vector;
DROP FUNCTION rooms_search_vector;
DROP FUNCTION rooms_search_words;
"""

# The rows of SQLite's index lie in the order of time: second and key in one number, so that the newest hits come first
# without any sorting. It has room for 2 to the power of 30 messages, until the year 2242.
KEY_BITS = 30
_SQLITE_TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS rooms_search
USING fts5(body, tags, content='', tokenize="unicode61 remove_diacritics 2")
"""
_SQLITE_ROW = f"""
((CAST(strftime('%s', {{row}}.created) AS INTEGER) << {KEY_BITS}) + {{row}}.id,
 {{row}}.body,
 'r' || {{row}}.room_id || ' a' || {{row}}.author_id
 || CASE WHEN {_LINK.replace("body", "{row}.body")} THEN ' link' ELSE '' END
 || CASE WHEN {_CODE.replace("body", "{row}.body")} THEN ' code' ELSE '' END)
"""
_ADD = "INSERT INTO rooms_search(rowid, body, tags) VALUES "
_TAKE_OUT = "INSERT INTO rooms_search(rooms_search, rowid, body, tags) SELECT 'delete', * FROM (VALUES "
_OLD, _NEW = _SQLITE_ROW.format(row="OLD"), _SQLITE_ROW.format(row="NEW")
_INDEXED = ("id", "body", "deleted", "created", "room_id", "author_id")
_CHANGED = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _INDEXED)
_SQLITE_TRIGGERS = {
    "rooms_search_insert": f"AFTER INSERT ON rooms_message WHEN NEW.deleted IS NULL BEGIN {_ADD}{_NEW}; END",
    "rooms_search_delete": f"AFTER DELETE ON rooms_message WHEN OLD.deleted IS NULL BEGIN {_TAKE_OUT}{_OLD}); END",
    "rooms_search_update": f"""
AFTER UPDATE ON rooms_message WHEN {_CHANGED} BEGIN
{_TAKE_OUT}{_OLD}) WHERE OLD.deleted IS NULL;
INSERT INTO rooms_search(rowid, body, tags) SELECT * FROM (VALUES {_NEW}) WHERE NEW.deleted IS NULL;
END""",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the index and put every message into it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'")
            # Where PostgreSQL was built without ICU, upper and lower case are what the database's locale says.
            collation = "und-x-icu" if cursor.fetchone() else "default"
            cursor.execute(_POSTGRES.format(collation=collation))
        else:
            _fill_sqlite(cursor)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_UNDO)
        else:
            for name in _SQLITE_TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute("DROP TABLE rooms_search")


def repair(connection: BaseDatabaseWrapper) -> bool:
    """Put back what a migration took away, and return whether anything was missing.

    To change a table in SQLite, Django makes a new one and drops the old, and its triggers go with it unnoticed.
    """
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'rooms\\_search%' ESCAPE '\\'")
        there = {name for (name,) in cursor.fetchall()}
        # Without the table, the migration that makes it has not come yet.
        if "rooms_search" not in there or there.issuperset(_SQLITE_TRIGGERS):
            return False
        _fill_sqlite(cursor)
    return True


def _fill_sqlite(cursor: Any) -> None:
    cursor.execute(_SQLITE_TABLE)
    for name, what in _SQLITE_TRIGGERS.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} {what}")
    cursor.execute("INSERT INTO rooms_search(rooms_search) VALUES ('delete-all')")
    row = _SQLITE_ROW.format(row="m").strip()[1:-1]
    cursor.execute(
        f"INSERT INTO rooms_search(rowid, body, tags) SELECT {row} FROM rooms_message m WHERE deleted IS NULL"
    )
