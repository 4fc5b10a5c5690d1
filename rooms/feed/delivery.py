"""The feed's only work with the database and with templates, done in threads that keep their connections."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from accounts.threads import live

from .. import access
from ..models import Room
from .changes import Recent
from .frames import changes_frame
from .viewer import Variant


@dataclass(frozen=True, order=True)
class Lack:
    """What some pages lack alike: they hold ``since`` and see it in ``variant``."""

    variant: Variant
    since: int
    hello: bool


@dataclass(frozen=True)
class Delivery:
    """The frames for every lack that was asked for, and the room as it was read."""

    room: Room
    version: int
    frames: dict[Lack, str]


def _prepare(room_id: int, lacks: Collection[Lack]) -> Delivery | None:
    try:
        recent = Recent(room_id, min(lack.since for lack in lacks))
    except Room.DoesNotExist:
        return None
    frames = {}
    for lack in lacks:
        changes = recent.since(lack.since)
        if lack.hello or changes.version > lack.since:
            frames[lack] = changes_frame(changes, lack.variant, hello=lack.hello)
    return Delivery(recent.room, recent.version, frames)


def _versions(room_ids: Collection[int]) -> dict[int, int]:
    return dict(Room.objects.filter(pk__in=room_ids).values_list("pk", "version"))


async def prepare(room_id: int, lacks: Collection[Lack]) -> Delivery | None:
    """Return frames for ``lacks`` from one read of the room, or None where the room is gone."""
    return await live.run(partial(_prepare, room_id, lacks))


async def readers(room_id: int, user_ids: Collection[int]) -> set[int]:
    """Return which of ``user_ids`` may read the room."""
    return await live.run(partial(access.readers, room_id, user_ids))


async def versions(room_ids: Collection[int]) -> dict[int, int]:
    """Return the version of each room that exists."""
    return await live.run(partial(_versions, room_ids))
