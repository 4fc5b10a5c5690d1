"""Everything that one person wrote, for them to keep. It is made in pieces: however much it is, little is in memory."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils import timezone

from accounts.models import User

from . import access
from .history import with_files
from .models import Message

# Few enough that a piece is made in some milliseconds.
BATCH = 200


def as_json(user: User) -> Iterator[str]:
    """Yield the text of one JSON object, with what ``user`` wrote from the oldest to the newest, piece by piece.

    Each piece is whole messages, read when it is asked for: no transaction stays open while somebody slow downloads.
    """
    yield _head(user)
    separator = "\n"
    for batch in batches(user):
        yield separator + ",\n".join(json.dumps(_entry(message, name), ensure_ascii=False) for message, name in batch)
        separator = ",\n"
    yield "\n]}\n"


def _head(user: User) -> str:
    about = {"username": user.username, "display_name": user.display_name, "written": timezone.now().isoformat()}
    return json.dumps(about, ensure_ascii=False).removesuffix("}") + ', "messages": ['


def batches(user: User) -> Iterator[list[tuple[Message, str]]]:
    """Yield what ``user`` wrote, from the oldest on, with the name of its room; empty for one they may not see now."""
    # A room that one may no longer see may be called otherwise by now, so it stays without its name.
    names = {room.pk: room.name for room in chain(access.rooms_of(user), access.rooms_to_join(user))}
    last = 0
    while batch := list(Message.objects.filter(author=user, pk__gt=last).order_by("pk")[:BATCH]):
        with_files(batch)
        last = batch[-1].pk
        yield [(message, names.get(message.room_id, "")) for message in batch]


def _entry(message: Message, room_name: str) -> dict[str, Any]:
    """A message as it stands in the file; of a deleted one only that it was."""
    return {
        "room": {"id": message.room_id, "name": room_name},
        "position": message.position,
        "kind": message.kind,
        "written": message.created.isoformat(),
        "edited": message.edited.isoformat() if message.edited else None,
        "deleted": message.deleted.isoformat() if message.deleted else None,
        "source": message.body,
        "files": [{"name": file.name, "size": file.size} for file in message.attachments.all()]
        if message.has_files
        else [],
    }
