"""Says in the database, every now and then, how many sockets this process holds: nobody else can count them."""

import asyncio
import logging
import os
import socket
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from accounts.threads import live

from ..models import ServerProcess
from ..models.process import FORGOTTEN
from .measuring import Delays, recent_delays

if TYPE_CHECKING:
    from .hub import Hub

logger = logging.getLogger("parley.feed")

EVERY_SECONDS = 10.0


class Figures(NamedTuple):
    """What a process holds now: open pages, whose they are, and the rooms that they show."""

    key: str
    name: str
    sockets: int
    people: int
    rooms: int
    delays: Delays | None


def figures(hub: "Hub") -> Figures:
    """Return what this process holds. To be called in its event loop, where nobody comes or goes meanwhile."""
    viewers = hub.viewers
    people = {viewer.user_id for viewer in viewers}
    name = f"{socket.gethostname()} {os.getpid()}"
    return Figures(hub.presence.process, name, len(viewers), len(people), len(hub.feeds), recent_delays())


async def keep(hub: "Hub") -> None:
    """Store the figures until cancelled."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await live.run(partial(store, figures(hub)))
        except Exception as error:
            logger.warning("how many sockets there are could not be stored: %s", error)


def store(now: Figures) -> None:
    """Write down what a process holds, in one statement; a new one also takes away those that ended long ago."""
    moment = timezone.now()
    values = {
        "seen": moment,
        "sockets": now.sockets,
        "people": now.people,
        "rooms": now.rooms,
        "delay": now.delays.usual if now.delays else None,
        "slow_delay": now.delays.slow if now.delays else None,
    }
    if not ServerProcess.objects.filter(key=now.key).update(**values):
        ServerProcess.objects.filter(seen__lt=moment - FORGOTTEN).delete()
        ServerProcess.objects.create(key=now.key, name=now.name, started=moment, **values)
