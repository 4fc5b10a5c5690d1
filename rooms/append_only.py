"""Lets the database itself refuse to change the audit log, whoever asks it to.

After each ``migrate`` this is looked after: to change a table in SQLite, Django makes a new one, without its triggers.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "rooms_auditentry"
_WORDS = "the audit log is only added to"
_POSTGRES = f"""
CREATE OR REPLACE FUNCTION rooms_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$;
CREATE OR REPLACE TRIGGER rooms_audit_keep BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION rooms_audit_refuse();
"""
_SQLITE = "CREATE TRIGGER IF NOT EXISTS {name} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"
# Tests take one out of these: to empty SQLite's tables, Django deletes row by row.
REFUSED = ["UPDATE", "DELETE"]


def install(connection: BaseDatabaseWrapper) -> None:
    """Guard the log; once guarded it stays so."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES)
        else:
            for what in REFUSED:
                name = f"rooms_audit_{what.lower()}"
                cursor.execute(_SQLITE.format(name=name, what=what, table=TABLE, words=_WORDS))


def after_migrations(using: str, **kwargs: Any) -> None:
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install(connection)
