import asyncio
import logging
from typing import Any
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.conf import settings

from ..wake import group_of
from . import delivery
from .frames import heartbeat_frame
from .room_feed import RoomFeed
from .viewer import Viewer

logger = logging.getLogger("parley.feed")

RETRY_SECONDS = 1.0


class Hub:
    """All the feeds of this process, behind one channel of the layer that belongs to the group of every room viewed."""

    def __init__(self) -> None:
        self.feeds: dict[int, RoomFeed] = {}
        self._channel = ""
        self._tasks: list[asyncio.Task[None]] = []

    def join(self, room_id: int, viewer: Viewer, cursor: int) -> None:
        """Deliver the room to ``viewer`` from ``cursor`` on, until it leaves."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._beat())]
        feed = self.feeds.get(room_id)
        if feed is None:
            feed = self.feeds[room_id] = RoomFeed(room_id)
            asyncio.ensure_future(self._subscribe(room_id))
        feed.join(viewer, cursor)

    def leave(self, room_id: int, viewer: Viewer) -> None:
        feed = self.feeds.get(room_id)
        if feed is None:
            return
        feed.leave(viewer)
        if not feed.viewers:
            feed.stop()
            del self.feeds[room_id]
            asyncio.ensure_future(self._unsubscribe(room_id))

    def stop(self) -> None:
        for feed in self.feeds.values():
            feed.stop()
        for task in self._tasks:
            task.cancel()
        self.feeds, self._tasks, self._channel = {}, [], ""

    async def _subscribe(self, room_id: int) -> None:
        # Without a channel yet, or with the layer away, _listen subscribes to every room when it has one.
        if self._channel:
            try:
                await get_channel_layer().group_add(group_of(room_id), self._channel)
            except Exception as error:
                logger.warning("no wake-ups for room %s until the next heartbeats: %s", room_id, error)

    async def _unsubscribe(self, room_id: int) -> None:
        if self._channel and room_id not in self.feeds:
            try:
                await get_channel_layer().group_discard(group_of(room_id), self._channel)
            except Exception as error:
                logger.warning("room %s is still subscribed: %s", room_id, error)

    async def _listen(self) -> None:
        """Pass every wake-up to its room. Losing the layer only means that heartbeats do it alone for a while."""
        layer = get_channel_layer()
        while True:
            try:
                self._channel = await layer.new_channel("feed")
                for room_id in list(self.feeds):
                    await self._subscribe(room_id)
                while True:
                    self._wake(await layer.receive(self._channel))
            except Exception as error:
                logger.warning("the channel layer is away: %s", error)
                await asyncio.sleep(RETRY_SECONDS)

    def _wake(self, message: dict[str, Any]) -> None:
        feed = self.feeds.get(message["room"])
        if feed:
            feed.wake(message["version"])

    async def _beat(self) -> None:
        """Tell every page that its line is alive, and find what a lost wake-up did not."""
        while True:
            await asyncio.sleep(settings.FEED_HEARTBEAT_SECONDS)
            try:
                versions = await delivery.versions(list(self.feeds))
                for room_id, feed in self.feeds.items():
                    # A room without a version is gone, which its feed finds out when it looks.
                    feed.wake(versions.get(room_id, feed.version + 1))
            except Exception as error:
                logger.warning("the database is away: %s", error)
                continue
            for feed in list(self.feeds.values()):
                for viewer in feed.viewers:
                    await viewer.send(heartbeat_frame(viewer.variant.language))


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def current_hub() -> Hub:
    """Return the hub of the running event loop: one in a server, one for each test."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
