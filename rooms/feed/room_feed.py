import asyncio
import logging
from collections import defaultdict

from . import delivery
from .delivery import Lack
from .viewer import Variant, Viewer

logger = logging.getLogger("parley.feed")

RETRY_SECONDS = 1.0


class RoomFeed:
    """Delivers one room to its viewers in this process.

    One task does everything in turns, so nothing needs a lock: a turn takes all who have said hello and everything that
    has changed, reads once, and brings everybody to the same version. What arrives meanwhile waits for the next turn.
    """

    def __init__(self, room_id: int) -> None:
        self.room_id = room_id
        self.version = 0
        # Everybody who said hello and has not left; those in ``_live`` hold ``version``.
        self._viewers: set[Viewer] = set()
        self._live: dict[Variant, set[Viewer]] = defaultdict(set)
        self._joining: dict[Viewer, int] = {}
        self._wanted = asyncio.Event()
        self._task = asyncio.create_task(self._run(), name=f"feed of room {room_id}")

    @property
    def viewers(self) -> frozenset[Viewer]:
        return frozenset(self._viewers)

    def join(self, viewer: Viewer, cursor: int) -> None:
        """Bring ``viewer`` up to date from ``cursor``, and keep it so from then on."""
        self._viewers.add(viewer)
        # A page may say hello again for older messages that it has loaded: the lower cursor covers both.
        self._joining[viewer] = min(cursor, self._joining.get(viewer, cursor))
        self._wanted.set()

    def leave(self, viewer: Viewer) -> None:
        self._viewers.discard(viewer)
        self._joining.pop(viewer, None)
        self._live[viewer.variant].discard(viewer)
        viewer.live = False

    def wake(self, version: int) -> None:
        """Look whether there is something new, unless ``version`` has been delivered already."""
        if version > self.version:
            self._wanted.set()

    def stop(self) -> None:
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            joining, self._joining = self._joining, {}
            try:
                await self._turn(joining)
            except Exception:
                logger.exception("room %s could not be delivered; trying again", self.room_id)
                self._joining = {**joining, **self._joining}
                await asyncio.sleep(RETRY_SECONDS)
                self._wanted.set()

    async def _turn(self, joining: dict[Viewer, int]) -> None:
        lacks = [
            (viewer, Lack(variant, self.version, False)) for variant, group in self._live.items() for viewer in group
        ]
        lacks += [(viewer, Lack(viewer.variant, cursor, not viewer.live)) for viewer, cursor in joining.items()]
        if not lacks:
            return
        prepared = await delivery.prepare(self.room_id, {lack for _, lack in lacks})
        if prepared is None:
            await self._refuse([viewer for viewer, _ in lacks], "gone")
            return
        await self._refuse(await self._lost_access(prepared.room.details_version), "removed")
        for viewer, lack in lacks:
            if viewer in self._viewers and lack in prepared.frames:
                await viewer.send(prepared.frames[lack])
        for viewer in joining.keys() & self._viewers:
            viewer.live = True
            self._live[viewer.variant].add(viewer)
        self.version = prepared.version

    async def _lost_access(self, details_version: int) -> list[Viewer]:
        unsure = [viewer for viewer in self._viewers if viewer.checked_version < details_version]
        if not unsure:
            return []
        readers = await delivery.readers(self.room_id, {viewer.user_id for viewer in unsure})
        for viewer in unsure:
            viewer.checked_version = details_version
        return [viewer for viewer in unsure if viewer.user_id not in readers]

    async def _refuse(self, viewers: list[Viewer], reason: str) -> None:
        for viewer in viewers:
            self.leave(viewer)
            await viewer.refuse(reason)
