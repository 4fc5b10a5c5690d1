import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from time import perf_counter

from accounts.site_name import known_site_name
from accounts.threads import pages

from . import delivery, measuring
from .attention import Attention
from .delivery import Delivery, Lack, Preparation
from .viewer import Variant, Viewer
from .wire import Frame

logger = logging.getLogger("parley.feed")

RETRY_SECONDS = 1.0

# How many times as long as the last delivery took the next one may wait for others.
PATIENCE = 2
MOST_PATIENCE_SECONDS = 0.1


class RoomFeed:
    """Delivers one room to its viewers in this process.

    One task does everything in turns, so nothing needs a lock: a turn takes all who have said hello and everything that
    has changed, reads once, and brings everybody to the same version. What arrives meanwhile waits for the next turn.
    """

    def __init__(
        self,
        room_id: int,
        preparation: Preparation,
        attention: Attention,
        delivered: Callable[[Delivery, int], None] | None = None,
    ) -> None:
        self.room_id = room_id
        self._preparation = preparation
        self._attention = attention
        # Called with each delivery, and the version at which the pages were before it.
        self._delivered = delivered
        # What every viewer in ``_live`` holds.
        self.version = 0
        # The newest message, and the one that was newest when the pages were last asked whether it was seen.
        self._newest = self._asked = 0
        self.viewers: set[Viewer] = set()
        self._live: dict[Variant, set[Viewer]] = defaultdict(set)
        self._joining: dict[Viewer, int] = {}
        self._ended = False
        # When the versions that are to be delivered were committed, as far as wake-ups said.
        self._committed: list[tuple[int, float]] = []
        # Seconds that the last delivery took.
        self._took = 0.0
        self._subscribed = asyncio.Event()
        self._wanted = asyncio.Event()
        self._task = asyncio.create_task(self._run(), name=f"feed of room {room_id}")

    def join(self, viewer: Viewer, cursor: int) -> None:
        """Bring ``viewer`` up to date from ``cursor``, and keep it so from then on."""
        self.viewers.add(viewer)
        # A page may say hello again for older messages that it has loaded: the lower cursor covers both.
        self._joining[viewer] = min(cursor, self._joining.get(viewer, cursor))
        if cursor < self._newest:
            # It was not there when the others were asked.
            self._asked = 0
        self._wanted.set()

    def leave(self, viewer: Viewer) -> None:
        self.viewers.discard(viewer)
        self._joining.pop(viewer, None)
        self._live[viewer.variant].discard(viewer)

    def wake(self, version: int, committed: float = 0.0) -> None:
        """Look whether there is something new, unless ``version``, ``committed`` then, has been delivered already."""
        if version > self.version:
            if committed:
                self._committed.append((version, committed))
            self._wanted.set()

    def has_news(self) -> bool:
        """Return whether something was said since this was last asked."""
        said, self._asked = self._newest > self._asked, self._newest
        return said

    def look(self) -> None:
        """Look for something new: wake-ups arrive from now on, and may have been missed until now."""
        self._subscribed.set()
        self._wanted.set()

    async def refuse(self, viewer: Viewer, reason: str) -> None:
        """End a viewer's live page, saying why."""
        self.leave(viewer)
        await viewer.refuse(reason)

    def end(self) -> None:
        """Stop after the turn in hand: it may be this very turn that sends the last viewer away."""
        self._ended = True
        self._subscribed.set()
        self._wanted.set()

    def stop(self) -> None:
        """Stop at once."""
        self._task.cancel()

    async def _run(self) -> None:
        # Reading before the wake-ups can be heard would miss what happens in between until the next heartbeat.
        await self._subscribed.wait()
        while not self._ended:
            await self._wanted.wait()
            await self._wait_for_more()
            self._wanted.clear()
            joining, self._joining = self._joining, {}
            try:
                await self._turn(joining)
            except Exception:
                logger.exception("room %s could not be delivered; trying again", self.room_id)
                self._joining = {**joining, **self._joining}
                await asyncio.sleep(RETRY_SECONDS)
                self._wanted.set()

    async def _wait_for_more(self) -> None:
        """Let what is being posted at this moment come along, if that costs less than another delivery.

        Where a thousand are looking, a delivery costs as much as many posts, and a frame with ten messages hardly more
        than one with one. Where nobody is posting, or few are looking, nobody waits.
        """
        await pages.until_idle(min(PATIENCE * self._took, MOST_PATIENCE_SECONDS))

    async def _turn(self, joining: dict[Viewer, int]) -> None:
        live = {variant: Lack(variant, self.version, False) for variant, group in self._live.items() if group}
        joiners = {viewer: Lack(viewer.variant, cursor, True) for viewer, cursor in joining.items()}
        lacks = {*live.values(), *joiners.values()}
        if not lacks:
            return
        prepared = await self._preparation.prepare(self.room_id, lacks)
        if prepared is None:
            for viewer in list(self.viewers):
                await self.refuse(viewer, "gone")
            return
        for viewer in await self._lost_access(prepared.room.details_version):
            await self.refuse(viewer, "removed")
        # From here on nothing waits, so nobody comes or goes.
        began = perf_counter()
        self._deliver(prepared, live, joiners)
        self._took = perf_counter() - began
        self._measure(prepared.version, bool(live))
        if prepared.room.details_version > self.version:
            # The frame has set the title too.
            self._attention.retitle(self.viewers, f"{prepared.room.name} · {known_site_name()}")
        since, self.version = self.version, prepared.version
        self._newest = prepared.room.latest_position
        if self._delivered:
            self._delivered(prepared, since)

    def _measure(self, version: int, is_live: bool) -> None:
        """Take note how long the first of what was delivered has waited: once, however many were looking."""
        delivered = [committed for each, committed in self._committed if each <= version]
        self._committed = [waiting for waiting in self._committed if waiting[0] > version]
        if delivered and is_live:
            measuring.delivered(delivered[0])

    def _deliver(self, prepared: Delivery, live: dict[Variant, Lack], joiners: dict[Viewer, Lack]) -> None:
        frames = {lack: Frame(text) for lack, text in prepared.frames.items()}
        for variant, lack in live.items():
            if frame := frames.get(lack):
                for viewer in self._live[variant]:
                    viewer.wire.write(frame)
        for viewer, lack in joiners.items():
            if viewer not in self.viewers:
                continue
            if frame := frames.get(lack):
                viewer.wire.write(frame)
            self._live[viewer.variant].add(viewer)

    async def _lost_access(self, details_version: int) -> list[Viewer]:
        unsure = [viewer for viewer in self.viewers if viewer.checked_version < details_version]
        if not unsure:
            return []
        readers = await delivery.readers(self.room_id, {viewer.user_id for viewer in unsure})
        for viewer in unsure:
            viewer.checked_version = details_version
        return [viewer for viewer in unsure if viewer.user_id not in readers]
