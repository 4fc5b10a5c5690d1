"""The room's version: how every change takes its number, one after the other, and wakes the feed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from ..models import Room
from ..wake import wake_room

WITH_EVERY_CHANGE = ["version", "latest_author_id", "latest_created"]
DETAILS = [*WITH_EVERY_CHANGE, "details_version", "name", "kind", "edit_minutes"]


@contextmanager
def next_version(room_id: int, *, details: bool = False) -> Iterator[Room]:
    """Open one change of a room: lock its row, add one to ``version``, and wake the feed once it has committed.

    ``details`` says that something beside the messages changes. The room comes locked and with its new version, and is
    saved at the end. Raises ``Room.DoesNotExist``. Raising inside takes everything back, the number included.
    """
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room_id)
        room.version += 1
        if details:
            room.details_version = room.version
        yield room
        room.save(update_fields=DETAILS if details else WITH_EVERY_CHANGE)
        transaction.on_commit(lambda: wake_room(room.pk, room.version))
