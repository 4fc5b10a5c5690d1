"""The feed's only work with the database and with templates, done in threads that keep their connections."""

import asyncio
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial

from accounts.threads import live

from .. import access
from ..models import Room
from .changes import Recent
from .frames import changes_frame
from .viewer import Variant

# While so many visits to the threads are under way, rooms that wake up wait for the next one.
VISITS = 2


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
    # Positions and authors of messages among what was read, old and new.
    born: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class _Wanted:
    room_id: int
    lacks: Collection[Lack]
    prepared: asyncio.Future[Delivery | None]


class Preparation:
    """Reads and renders for all rooms of a process. Those that ask at the same moment share a visit to a thread."""

    def __init__(self) -> None:
        self._wanted: deque[_Wanted] = deque()
        self._visits: set[asyncio.Task[None]] = set()

    async def prepare(self, room_id: int, lacks: Collection[Lack]) -> Delivery | None:
        """Return frames for ``lacks`` from one read of the room, or None where the room is gone."""
        prepared: asyncio.Future[Delivery | None] = asyncio.get_running_loop().create_future()
        self._wanted.append(_Wanted(room_id, lacks, prepared))
        if len(self._visits) < VISITS:
            self._visits.add(asyncio.create_task(self._visit()))
        return await prepared

    async def _visit(self) -> None:
        try:
            while self._wanted:
                await self._prepare_all_that_is_wanted()
        finally:
            # In the same step that found nothing wanted: whoever wants something from now on begins a new visit.
            self._visits.discard(asyncio.current_task())

    async def _prepare_all_that_is_wanted(self) -> None:
        together = list(self._wanted)
        self._wanted.clear()
        outcomes: Sequence[Delivery | Exception | None]
        try:
            outcomes = await live.run(partial(_prepare_all, [(each.room_id, each.lacks) for each in together]))
        except Exception as error:
            outcomes = [error] * len(together)
        for each, outcome in zip(together, outcomes, strict=True):
            if each.prepared.done():
                continue
            if isinstance(outcome, Exception):
                each.prepared.set_exception(outcome)
            else:
                each.prepared.set_result(outcome)


def _prepare_all(wanted: list[tuple[int, Collection[Lack]]]) -> list[Delivery | Exception | None]:
    outcomes: list[Delivery | Exception | None] = []
    for room_id, lacks in wanted:
        try:
            outcomes.append(_prepare(room_id, lacks))
        except Exception as error:
            outcomes.append(error)
    return outcomes


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
    return Delivery(recent.room, recent.version, frames, recent.born)


async def readers(room_id: int, user_ids: Collection[int]) -> set[int]:
    """Return which of ``user_ids`` may read the room."""
    return await live.run(partial(access.readers, room_id, user_ids))


async def versions(room_ids: Collection[int]) -> dict[int, int]:
    """Return the version of each room that exists."""
    return await live.run(partial(_versions, room_ids))


def _versions(room_ids: Collection[int]) -> dict[int, int]:
    return dict(Room.objects.filter(pk__in=room_ids).values_list("pk", "version"))
