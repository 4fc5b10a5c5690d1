"""Says who is here and who is typing: to this process's pages, and to the other processes for theirs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any
from uuid import uuid4

from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.conf import settings

from accounts.threads import live

from ..presence import known as this_process
from ..presence.known import Known
from ..presence.people import people
from ..presence.showing import Wanted, render
from ..presence.typing import Typing
from .company import Company
from .delivery import Delivery
from .viewer import Viewer

logger = logging.getLogger("parley.feed")

# Every process that has sockets hears what the others say of theirs.
GROUP = "presence"

TICK_SECONDS = 0.25
TELLING_SECONDS = 2.0
# Who types in another process is held a little longer than there: what is said again is on its way.
ON_THE_WAY_SECONDS = 1.0

Message = dict[str, Any]


async def tell_others(message: Message) -> None:
    """Send ``message`` to the other processes. Losing it only delays what it says until the next beat."""
    layer = get_channel_layer()
    if isinstance(layer, InMemoryChannelLayer):
        return
    try:
        async with asyncio.timeout(TELLING_SECONDS):
            await layer.group_send(GROUP, message)
    except Exception as error:
        logger.warning("other processes were not told who is here: %s", error)


class Presence:
    """One for each process. One task does everything, in ticks while there is something to do, so nothing is locked.

    ``viewers_of`` returns the pages of a room in this process.
    """

    def __init__(
        self,
        viewers_of: Callable[[int], Collection[Viewer]],
        known: Known = this_process.known,
        tell: Callable[[Message], Awaitable[None]] = tell_others,
    ) -> None:
        self.process = uuid4().hex
        self._viewers_of = viewers_of
        self._known = known
        self._tell = tell
        self._typing = Typing()
        self._companies: dict[int, Company] = {}
        # Rooms in which something is due, and those of which the other processes are to be told.
        self._stirring: set[int] = set()
        self._came_or_went: set[int] = set()
        self._typed: set[int] = set()
        self._beat_due = 0.0
        self._stirred = asyncio.Event()

    def joined(self, viewer: Viewer) -> None:
        self._companies.setdefault(viewer.room_id, Company()).came(viewer, monotonic())
        self._stir(viewer.room_id)

    def left(self, viewer: Viewer) -> None:
        if company := self._companies.get(viewer.room_id):
            company.went(viewer, monotonic())
            self._stir(viewer.room_id)
        self.stopped(viewer.room_id, viewer.user_id)

    def types(self, room_id: int, user_id: int) -> None:
        """Somebody types on a page of this process; this holds for some seconds."""
        self._typing.types(room_id, self.process, user_id, monotonic() + settings.TYPING_SECONDS)
        self._typed.add(room_id)
        self._stir(room_id)

    def stopped(self, room_id: int, user_id: int) -> None:
        """Somebody has said it, or has nothing in the composer any more, or has gone."""
        if self._typing.stop(room_id, user_id):
            self._typed.add(room_id)
            self._stir(room_id)

    def delivered(self, delivery: Delivery, since: int) -> None:
        """Something happened in a room after ``since`` that is on its pages now: messages, or somebody's new name."""
        for position, user_id in delivery.born:
            if position > since:
                self.stopped(delivery.room.pk, user_id)
        if since and delivery.room.details_version > since:
            people.forget(self._known.here(delivery.room.pk).named)
            self._show([delivery.room.pk])

    def hear(self, message: Message) -> None:
        """Take in what a process says of its pages; its own words come back to it, too."""
        process, now = message["process"], monotonic()
        if process == self.process:
            return
        if not self._known.knows(process):
            # It may know as little of this one.
            self._beat_due = 0.0
        here = {room_id: frozenset(user_ids) for room_id, user_ids in message["here"]}
        self._show(self._known.hear(process, here, now, all=message["all"]))
        until = now + settings.TYPING_SECONDS + ON_THE_WAY_SECONDS
        for room_id, user_ids in message["typing"]:
            # Where nobody is looking, nobody asks.
            if room_id in self._companies:
                self._typing.hear(room_id, process, user_ids, until)
                self._stir(room_id)
        self._stirred.set()

    def clear(self) -> None:
        """Forget everything, as when the process began."""
        self._known.clear()
        self._typing.clear()
        self._companies.clear()
        for rooms in (self._stirring, self._came_or_went, self._typed):
            rooms.clear()

    async def run(self) -> None:
        while True:
            if not self._stirring:
                with suppress(TimeoutError):
                    async with asyncio.timeout(max(0.0, self._beat_due - monotonic())):
                        await self._stirred.wait()
            self._stirred.clear()
            try:
                await self._turn(monotonic())
            except Exception:
                logger.exception("who is here could not be shown; trying again")
            await asyncio.sleep(TICK_SECONDS)

    async def _turn(self, now: float) -> None:
        wanted = []
        for room_id in list(self._stirring):
            if company := self._companies.get(room_id):
                self._count(room_id, company, now)
                if each := self._take(room_id, company, now):
                    wanted.append(each)
            else:
                self._stirring.discard(room_id)
        if wanted:
            rendered = await live.run(partial(render, wanted))
            for each, fragments in zip(wanted, rendered, strict=True):
                if company := self._companies.get(each.room_id):
                    company.write(self._viewers_of(each.room_id), each, fragments)
        await self._say(now)

    def _count(self, room_id: int, company: Company, now: float) -> None:
        if company.count_due > now:
            return
        company.count_due = float("inf")
        company.show_who_is_here()
        here = frozenset(viewer.user_id for viewer in self._viewers_of(room_id))
        if here != self._known.said_by(self.process).get(room_id, frozenset()):
            self._came_or_went.add(room_id)
            self._known.hear(self.process, {room_id: here}, now, all=False)

    def _take(self, room_id: int, company: Company, now: float) -> Wanted | None:
        viewers, typing = self._viewers_of(room_id), self._typing.now(room_id, now)
        wanted = company.take(room_id, viewers, self._known.here(room_id), typing, now)
        if not viewers and company.count_due == float("inf"):
            del self._companies[room_id]
            self._stirring.discard(room_id)
        elif company.is_quiet(typing):
            self._stirring.discard(room_id)
        return wanted

    async def _say(self, now: float) -> None:
        is_beat = now >= self._beat_due
        if not (is_beat or self._came_or_went or self._typed):
            return
        said = self._known.said_by(self.process)
        if is_beat:
            # Three of them fit into the time after which a silent process is forgotten.
            self._beat_due = now + settings.PRESENCE_SECONDS / 3
            self._show(self._known.forget_silent(now - settings.PRESENCE_SECONDS, self.process))
        rooms = said if is_beat else self._came_or_went
        message = {
            "type": "presence.said",
            "process": self.process,
            "all": is_beat,
            # Pairs, because layers don't carry numbers as keys.
            "here": [[room_id, list(said.get(room_id, ()))] for room_id in rooms],
            "typing": [[room_id, list(self._typing.now(room_id, now, self.process))] for room_id in self._typed],
        }
        self._came_or_went.clear()
        self._typed.clear()
        await self._tell(message)

    def _show(self, room_ids: Collection[int]) -> None:
        for room_id in room_ids:
            if company := self._companies.get(room_id):
                company.show_who_is_here()
                self._stir(room_id)

    def _stir(self, room_id: int) -> None:
        self._stirring.add(room_id)
        self._stirred.set()
