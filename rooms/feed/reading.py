"""What open pages have shown to those who look at them: gathered here, and stored together every now and then."""

import asyncio
import logging
from functools import partial

from accounts.threads import live

from ..conversation.reading import Read, read_live

logger = logging.getLogger("parley.feed")

# A page is asked once in a heartbeat at most, and what it answers is stored within this time.
PAUSE_SECONDS = 1.0


class Reading:
    """The answers of this process's pages that are not stored yet. If they are lost, the pages are asked again."""

    def __init__(self) -> None:
        self._positions: dict[tuple[int, int], int] = {}
        self._wanted = asyncio.Event()

    def note(self, room_id: int, user_id: int, position: int) -> None:
        """Take note that a page has shown its room up to ``position``."""
        key = room_id, user_id
        self._positions[key] = max(position, self._positions.get(key, 0))
        self._wanted.set()

    async def run(self) -> None:
        """Store what was noted until cancelled."""
        while True:
            await self._wanted.wait()
            await asyncio.sleep(PAUSE_SECONDS)
            self._wanted.clear()
            positions, self._positions = self._positions, {}
            reads = [Read(*key, position) for key, position in positions.items()]
            try:
                await live.run(partial(read_live, reads))
            except Exception as error:
                logger.warning("what was read could not be stored; trying again: %s", error)
                for read in reads:
                    self.note(*read)
