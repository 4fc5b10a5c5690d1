import asyncio
import logging
from collections.abc import Collection, Coroutine
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.conf import settings

from accounts import sessions
from accounts.threads import live
from accounts.wake import PEOPLE, listen, stop_listening

from ..presence import asking
from ..wake import group_of
from . import delivery, record
from .attention import AT_ONCE, Attention
from .frames import goodbye_frame, heartbeat_frame
from .presence import GROUP, Presence
from .reading import Reading
from .room_feed import RoomFeed
from .viewer import Shown, Viewer
from .wire import Frame

logger = logging.getLogger("parley.feed")

RETRY_SECONDS = 1.0


class Hub:
    """All the feeds of this process.

    It hears this process's wake-ups directly, and those of others over one channel of the layer, which belongs to the
    group of every room viewed.
    """

    def __init__(self) -> None:
        self.feeds: dict[int, RoomFeed] = {}
        self.is_draining = False
        self._channel = ""
        self._preparation = delivery.Preparation()
        self.attention = Attention(self._follow, self._unfollow)
        self.reading = Reading()
        self.presence = Presence(self.viewers_of)
        self.presence.clear()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def viewers(self) -> list[Viewer]:
        return [viewer for feed in self.feeds.values() for viewer in feed.viewers] + self.attention.viewers

    def viewers_of(self, room_id: int) -> Collection[Viewer]:
        feed = self.feeds.get(room_id)
        return feed.viewers if feed else ()

    def join(self, viewer: Viewer, cursor: int) -> None:
        """Deliver the room to ``viewer`` from ``cursor`` on, until it leaves."""
        self._begin()
        feed = self.feeds.get(viewer.room_id)
        if feed is None:
            feed = self.feeds[viewer.room_id] = RoomFeed(
                viewer.room_id, self._preparation, self.attention, self.presence.delivered
            )
            self._start(self._subscribe(feed))
        feed.join(viewer, cursor)
        self.presence.joined(viewer)

    def attend(self, viewer: Viewer, shown: Shown) -> None:
        """Tell ``viewer`` what calls its person, until it leaves."""
        self._begin()
        self.attention.join(viewer, shown)

    def saw(self, viewer: Viewer, cursor: int) -> None:
        """Take note that a page has shown its room as of ``cursor``."""
        if feed := self.feeds.get(viewer.room_id):
            self.reading.note(viewer.room_id, viewer.user_id, min(cursor, feed.version))

    def _begin(self) -> None:
        if not self._tasks:
            listen(self.hear)
            self._start(self._listen())
            self._start(self._beat())
            self._start(self.attention.run())
            self._start(self.reading.run())
            self._start(self.presence.run())
            self._start(record.keep(self))

    def leave(self, viewer: Viewer) -> None:
        self.attention.leave(viewer)
        feed = self.feeds.get(viewer.room_id)
        if feed is None:
            return
        feed.leave(viewer)
        self.presence.left(viewer)
        if not feed.viewers:
            feed.end()
            del self.feeds[viewer.room_id]
            self._start(self._unsubscribe(viewer.room_id))

    def hear_typing(self, viewer: Viewer, is_typing: bool) -> None:
        """Take in that somebody types on a page, or that its composer is empty."""
        # A page that was away may send what it had to say before its hello.
        if viewer in self.viewers_of(viewer.room_id):
            act = self.presence.types if is_typing else self.presence.stopped
            act(viewer.room_id, viewer.user_id)

    def drain(self) -> None:
        """Send everybody away before the process ends, to come back not all at once but one after the other."""
        self.is_draining = True
        spread = max(2, len(self.viewers) // settings.FEED_RETURNS_PER_SECOND)
        frames: dict[tuple[str, int, int], Frame] = {}
        for number, viewer in enumerate(self.viewers):
            key = (viewer.variant.language, viewer.room_id, 1 + number % spread)
            frame = frames.get(key) or frames.setdefault(key, Frame(goodbye_frame(*key)))
            viewer.wire.write(frame)

    def stop(self) -> None:
        stop_listening(asyncio.get_running_loop())
        for feed in self.feeds.values():
            feed.stop()
        for task in self._tasks:
            task.cancel()
        self.feeds, self._tasks, self._channel = {}, set(), ""
        self.attention = Attention(self._follow, self._unfollow)
        self.reading = Reading()
        self.presence.clear()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        # The loop keeps only weak references to its tasks.
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _subscribe(self, feed: RoomFeed) -> None:
        # Without a channel yet, _listen subscribes to every room when it has one.
        if self._channel:
            try:
                await get_channel_layer().group_add(group_of(feed.room_id), self._channel)
            except Exception as error:
                logger.warning("no wake-ups for room %s, only heartbeats: %s", feed.room_id, error)
            feed.look()

    async def _unsubscribe(self, room_id: int) -> None:
        if self._channel and room_id not in self.feeds and room_id not in self.attention.rooms:
            try:
                await get_channel_layer().group_discard(group_of(room_id), self._channel)
            except Exception as error:
                logger.warning("room %s is still subscribed: %s", room_id, error)

    def _follow(self, room_id: int) -> None:
        self._start(self._follow_all([room_id]))

    def _unfollow(self, room_id: int) -> None:
        self._start(self._unsubscribe(room_id))

    async def _follow_all(self, room_ids: list[int]) -> None:
        """Hear of these rooms too, which somebody's list shows. In memory, everything is heard anyhow."""
        if not self._channel or isinstance(get_channel_layer(), InMemoryChannelLayer):
            return
        try:
            for room_id in room_ids:
                await get_channel_layer().group_add(group_of(room_id), self._channel)
        except Exception as error:
            logger.warning("no wake-ups for lists of rooms, only heartbeats: %s", error)

    async def _listen(self) -> None:
        """Pass every wake-up of other processes to its room. Losing the layer only delays: heartbeats find the same."""
        layer = get_channel_layer()
        while True:
            try:
                self._channel = await layer.new_channel("feed")
                await layer.group_add(PEOPLE, self._channel)
                await layer.group_add(GROUP, self._channel)
                for feed in list(self.feeds.values()):
                    await self._subscribe(feed)
                await self._follow_all(list(self.attention.rooms))
                self.attention.look()
                while True:
                    self.hear(await layer.receive(self._channel))
            except Exception as error:
                logger.warning("the channel layer is away: %s", error)
                for feed in list(self.feeds.values()):
                    feed.look()
                await asyncio.sleep(RETRY_SECONDS)

    def hear(self, message: dict[str, Any]) -> None:
        """Take a wake-up, from this process or another."""
        self.attention.hear(message)
        match message:
            case {"type": "room.wake", "room": room_id, "version": version}:
                if feed := self.feeds.get(room_id):
                    feed.wake(version, message.get("at", 0.0))
            case {"type": "presence.said"}:
                self.presence.hear(message)
            case {"type": "people.asked"}:
                self._start(asking.answer(message, {viewer.user_id for viewer in self.viewers}))
            case {"type": "people.session", "session": key}:
                self._start(self._recheck([each for each in self.viewers if each.signed_in.session_key == key]))
            case {"type": "people.account", "user": user_id}:
                self._start(self._recheck([each for each in self.viewers if each.user_id == user_id]))

    async def _recheck(self, viewers: list[Viewer]) -> None:
        """End the pages of those who are no longer signed in."""
        if not viewers:
            return
        try:
            ended = await live.run(partial(sessions.ended, {viewer.signed_in for viewer in viewers}))
        except Exception as error:
            logger.warning("who is signed in could not be looked up until the next heartbeat: %s", error)
            return
        for viewer in viewers:
            if viewer.signed_in not in ended:
                continue
            feed = self.feeds.get(viewer.room_id)
            if feed and viewer in feed.viewers:
                await feed.refuse(viewer, "signed_out")
            elif not viewer.room_id:
                self.attention.leave(viewer)
                await viewer.refuse("signed_out")

    async def _beat(self) -> None:
        """Tell every page that its line is alive, and find what a lost wake-up did not."""
        while True:
            await asyncio.sleep(settings.FEED_HEARTBEAT_SECONDS)
            try:
                versions = await delivery.versions(list(self.feeds))
                for room_id, feed in self.feeds.items():
                    # A room without a version is gone, which its feed finds out when it looks.
                    feed.wake(versions.get(room_id, feed.version + 1))
                await self._recheck(self.viewers)
                # In turn, those for whom a wake-up may have been lost.
                self.attention.look_again(AT_ONCE)
            except Exception as error:
                logger.warning("the database is away: %s", error)
                continue
            # Where something was said since the last heartbeat, pages are asked whether anybody has seen it.
            asking = {room_id for room_id, feed in self.feeds.items() if feed.has_news()}
            frames: dict[tuple[str, bool], Frame] = {}
            for viewer in self.viewers:
                key = viewer.variant.language, viewer.room_id in asking
                frame = frames.get(key) or frames.setdefault(key, Frame(heartbeat_frame(*key)))
                viewer.wire.write(frame)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def current_hub() -> Hub:
    """Return the hub of the running event loop: one in a server, one for each test."""
    loop = asyncio.get_running_loop()
    return _hubs.get(loop) or _hubs.setdefault(loop, Hub())
