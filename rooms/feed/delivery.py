"""The feed's only work with the database and with templates, done in threads that keep their connections."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from django.db import connections

from .. import access
from ..models import Room
from .changes import Recent
from .frames import changes_frame
from .viewer import Variant

# More would only wait for the interpreter; one would let a slow room delay the others.
READERS = 4

_threads = ThreadPoolExecutor(READERS, thread_name_prefix="feed")


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


def _with_connections[T](work: Callable[[], T]) -> T:
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    return work()


async def _in_thread[T](work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(_with_connections, work))


async def prepare(room_id: int, lacks: Collection[Lack]) -> Delivery | None:
    """Return frames for ``lacks`` from one read of the room, or None where the room is gone."""
    return await _in_thread(partial(_prepare, room_id, lacks))


async def readers(room_id: int, user_ids: Collection[int]) -> set[int]:
    """Return which of ``user_ids`` may read the room."""
    return await _in_thread(partial(access.readers, room_id, user_ids))


async def versions(room_ids: Collection[int]) -> dict[int, int]:
    """Return the version of each room that exists."""
    return await _in_thread(partial(_versions, room_ids))


def close_connections() -> None:
    """Close what the threads keep open; tests call it before their database goes."""
    for future in [_threads.submit(connections.close_all) for _ in range(READERS)]:
        future.result()
