"""How a process ends: on SIGTERM it takes nothing new, says goodbye, finishes what it has begun, and stops.

Daphne by itself cuts everybody off at once (daphne#374). Under another server nothing here is installed.
"""

import asyncio
import logging
import signal
import sys
from typing import Any

from django.conf import settings

from rooms.feed import current_hub

from .pages import PageHandler

logger = logging.getLogger("parley.drain")

# How long a goodbye may take to leave the process.
GOODBYE_SECONDS = 0.5


def drain_on_sigterm() -> None:
    """Drain on SIGTERM from when the reactor runs, if there is one: that is, under Daphne."""
    reactor: Any = sys.modules.get("twisted.internet.reactor")
    if reactor is not None:
        reactor.callWhenRunning(_install, reactor)


def _install(reactor: Any) -> None:
    loop = asyncio.get_event_loop()
    # Kept, for the loop holds its tasks only weakly.
    tasks: list[asyncio.Task[None]] = []

    def begin() -> None:
        if not tasks:
            tasks.append(loop.create_task(_drain(reactor)))

    signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(begin))


async def _drain(reactor: Any) -> None:
    from twisted.internet.tcp import Port

    hub = current_hub()
    logger.info("draining: %s pages are told to come back", len(hub.viewers))
    for reader in reactor.getReaders():
        if isinstance(reader, Port):
            reader.stopListening()
    hub.drain()
    await asyncio.sleep(GOODBYE_SECONDS)
    for _ in range(settings.DRAIN_SECONDS * 20):
        if not PageHandler.answering:
            break
        await asyncio.sleep(0.05)
    hub.stop()
    reactor.stop()
