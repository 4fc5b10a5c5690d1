"""What is read of the audit log: a page of a room's, and everything as CSV, sent while it is made."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, override

from . import audit
from .models import AuditEntry, Room

PAGE = 50
# Few enough that a piece is made in some milliseconds.
BATCH = 500


def of_room(room: Room, action: str = "", before: int | None = None) -> tuple[list[AuditEntry], bool]:
    """Return the newest PAGE entries of a room's log, or those before the one with this key, and whether there are
    more. ``action`` (a key of audit.ACTIONS) leaves out the others.
    """
    entries = with_people(AuditEntry.objects.filter(room=room))
    if action:
        entries = entries.filter(action=action)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def with_people(entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    """Read who and whom with the entries; those who are gone are None, while their keys stay."""
    return entries.select_related("actor", "person")


def as_csv(entries: QuerySet[AuditEntry], language: str, *, origin: bool) -> Iterator[str]:
    """Yield the lines of a CSV file, the newest first, in a language; with ``origin`` also from where each was done."""
    with override(language):
        yield _line(_head(origin))
    last: int | None = None
    while True:
        older = entries.order_by("-pk")
        batch = list(with_people(older if last is None else older.filter(pk__lt=last))[:BATCH])
        if not batch:
            return
        last = batch[-1].pk
        with override(language):
            lines = [_line(_cells(entry, origin)) for entry in batch]
        yield "".join(lines)


def _head(origin: bool) -> list[str]:
    columns = ["key", "when", "who", "what", "to whom", "room", "message", "why", "before", "after"]
    return [*columns, *(["address", "browser"] if origin else [])]


def _cells(entry: AuditEntry, origin: bool) -> list[Any]:
    cells = [
        entry.pk,
        entry.created.isoformat(),
        _named(entry.actor, entry.actor_id),
        audit.label(entry.action),
        _named(entry.person, entry.person_id),
        entry.room_name,
        entry.message_address,
        entry.reason,
        entry.before or "",
        entry.after or "",
    ]
    return [*cells, entry.address, entry.browser] if origin else cells


def _named(person: Any, key: int | None) -> str:
    if person:
        return str(person.username)
    return gettext("person %(key)s") % {"key": key} if key else ""


class _Echo:
    def write(self, text: str) -> str:
        return text


_writer = csv.writer(_Echo())


def _line(cells: list[Any]) -> str:
    # A spreadsheet would run what begins so.
    safe = [f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell for cell in cells]
    return str(_writer.writerow(safe))
