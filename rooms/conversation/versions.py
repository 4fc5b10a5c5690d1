"""The room's version: how every change takes its number, one after the other, and wakes the feed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from accounts.prepared import Prepared

from ..models import Room
from ..wake import wake_room

DETAILS = ["version", "latest_author_id", "latest_created", "latest_position", "details_version"]
DETAILS += ["name", "kind", "edit_minutes", "is_watched"]
DETAILS += ["topic", "description", "keep_days", "archived", "people", "is_public"]
DETAILS += ["slow_seconds", "is_locked", "holds_newcomers", "reactions"]
# What changes with every message, as SQL: building it anew each time would take as long as the rest of a post.
SAVE = (
    "UPDATE rooms_room SET version = %s, latest_author_id = %s, latest_created = %s, latest_position = %s WHERE id = %s"
)


# Of a room that somebody else holds there is nothing to see.
_free_room = Prepared(lambda pk: Room.objects.select_for_update(skip_locked=True).filter(pk=pk), int)
_room = Prepared(lambda pk: Room.objects.select_for_update().filter(pk=pk), int)


@contextmanager
def next_version(room_id: int, *, details: bool = False) -> Iterator[Room]:
    """Open one change of a room: lock its row, add one to ``version``, and wake the feed once it has committed.

    ``details`` says that something beside the messages changes; who sees that only under the lock sets the room's
    ``details_version`` there. The room comes locked and with its new version, and is saved at the end. Raises
    ``Room.DoesNotExist``. Raising inside takes everything back, the number included.
    """
    with transaction.atomic():
        room = _room.first(room_id)
        if room is None:
            raise Room.DoesNotExist(f"no room {room_id}")
        room.version += 1
        if details:
            room.details_version = room.version
        yield room
        save(room, details=details or room.details_version == room.version)


def lock_if_free(room_id: int) -> Room | None:
    """Return the room with its row locked, or None where there is none or somebody else holds the lock."""
    return _free_room.first(room_id)


def save(room: Room, *, details: bool = False) -> None:
    """Store a locked room with the versions that it has got, and wake its feed once that has committed."""
    if details:
        room.save(update_fields=DETAILS)
    else:
        _save_quickly(room)
    transaction.on_commit(lambda: wake_room(room.pk, room.version))


def _save_quickly(room: Room) -> None:
    created = connection.ops.adapt_datetimefield_value(room.latest_created)
    with connection.cursor() as cursor:
        cursor.execute(SAVE, [room.version, room.latest_author_id, created, room.latest_position, room.pk])
