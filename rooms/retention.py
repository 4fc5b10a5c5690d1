"""How long messages are kept: by a number of days of the site, of a room, or for ever. docs/import-export.md explains.

Where both say a number, the lower one counts: owners may keep less than the site does, never more. What is pinned
stays. Days count from when something was written, also where it came with an import.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from . import audit, conversation
from .conversation.retention import outlived
from .models import Attachment, Room


@dataclass(frozen=True)
class Outcome:
    """What went, or would go, of a room: so many messages and files that are older than ``days``."""

    room: Room
    days: int
    messages: int
    files: int


def days_kept(room: Room) -> int | None:
    """Return for how many days a room keeps messages, or None for ever."""
    return min(filter(None, (room.keep_days, settings.KEEP_MESSAGES_DAYS)), default=None)


def oldest_kept(room: Room, days: int | None = None) -> datetime | None:
    """Return since when messages are kept, by ``days`` or as the room has it; None where all are."""
    days = days or days_kept(room)
    return timezone.now() - timedelta(days=days) if days else None


def rooms_concerned() -> QuerySet[Room]:
    """Return the rooms that don't keep everything, by their keys."""
    rooms = Room.objects.order_by("pk")
    return rooms if settings.KEEP_MESSAGES_DAYS else rooms.exclude(keep_days=None)


def what_would_go(room: Room, days: int | None = None) -> Outcome | None:
    """Count what is older than ``days``, or than the room keeps it; None where it keeps everything."""
    days = days or days_kept(room)
    before = oldest_kept(room, days)
    if days is None or before is None:
        return None
    old = outlived(room.pk, before)
    return Outcome(room, days, old.count(), Attachment.objects.filter(message__in=old).count())


def apply(rooms: QuerySet[Room] | None = None) -> Iterator[Outcome]:
    """Take away what rooms don't keep any longer, a room at a time, some messages in each transaction, and say what
    went. Interrupted, it goes on where it was when it is called again. What was done is in the audit log.
    """
    for room in rooms_concerned() if rooms is None else rooms:
        days, before = days_kept(room), oldest_kept(room)
        if days is None or before is None:
            continue
        messages = files = 0
        try:
            while removed := conversation.remove_outlived(room.pk, before):
                messages += removed.messages
                files += removed.files
        except Room.DoesNotExist:
            # Deleted since the list was read.
            continue
        finally:
            if messages:
                _record(room, days, messages, files)
        if messages:
            yield Outcome(room, days, messages, files)


def _record(room: Room, days: int, messages: int, files: int) -> None:
    with transaction.atomic():
        audit.record("room.retention", room=room, after={"keep_days": days, "messages": messages, "files": files})
