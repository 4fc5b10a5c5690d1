"""Two processes of one site that show who is in a room, without servers: what one says, the others hear, or not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from accounts.models import User
from accounts.sessions import SignedIn
from rooms.feed import Variant, Viewer
from rooms.feed.presence import Message, Presence
from rooms.feed.wire import Frame
from rooms.presence.known import Known
from rooms.presence.showing import Shown, who_is_here


class Heard:
    """A wire that keeps what is written to it, and when."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.times: list[float] = []

    def opened(self) -> None: ...

    def write(self, frame: Frame) -> None:
        self.frames.append(frame.text)
        self.times.append(asyncio.get_running_loop().time())

    async def flush(self) -> None: ...


class Process:
    """One process. ``others`` hear what it says as long as ``is_heard``; ``said`` keeps it."""

    def __init__(self) -> None:
        self.known = Known()
        self.viewers: list[Viewer] = []
        self.others: list[Process] = []
        self.said: list[Message] = []
        self.is_heard = True
        self.presence = Presence(self._viewers_of, self.known, self._tell)
        self._task = asyncio.create_task(self.presence.run())

    def _viewers_of(self, room_id: int) -> list[Viewer]:
        return [viewer for viewer in self.viewers if viewer.room_id == room_id]

    async def _tell(self, message: Message) -> None:
        self.said.append(message)
        for other in self.others:
            if self.is_heard:
                other.presence.hear(message)

    def open(self, user: User, room_id: int, language: str = "en") -> tuple[Viewer, Heard]:
        """Open a page of ``user``'s; return it, and what it is sent."""
        heard = Heard()
        signed_in = SignedIn("", user.pk, user.password)
        viewer = Viewer(room_id, signed_in, Variant(language, "UTC"), 0, heard, refuse=refuse)
        self.viewers.append(viewer)
        self.presence.joined(viewer)
        return viewer, heard

    def close(self, viewer: Viewer) -> None:
        self.viewers.remove(viewer)
        self.presence.left(viewer)

    def kill(self) -> None:
        self._task.cancel()

    def names(self, room_id: int) -> list[str]:
        return [face.name for face in self.shown(room_id).faces]

    def shown(self, room_id: int) -> Shown:
        return who_is_here(room_id, self.known)


async def refuse(reason: str) -> None: ...


@asynccontextmanager
async def processes(count: int) -> AsyncIterator[list[Process]]:
    """Run so many processes that hear each other."""
    every = [Process() for _ in range(count)]
    for process in every:
        process.others = [other for other in every if other is not process]
    try:
        yield every
    finally:
        for process in every:
            process.kill()
