"""Wake-ups: the only thing that travels over the channel layer, and the only thing that may be lost.

Whoever hears one looks at the database, and looks there from time to time without one.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

from .threads import in_server_loop

logger = logging.getLogger("parley.wake")

# Heard by every process that has sockets: somebody's account or session has changed.
PEOPLE = "people"

Message = dict[str, Any]

# Who listens in this process, by the event loop in which they do.
_listeners: dict[asyncio.AbstractEventLoop, Callable[[Message], None]] = {}


def listen(listener: Callable[[Message], None]) -> None:
    """Call ``listener`` in the running event loop with every wake-up of this process, until ``stop_listening``."""
    _listeners[asyncio.get_running_loop()] = listener


def stop_listening(loop: asyncio.AbstractEventLoop) -> None:
    _listeners.pop(loop, None)


def wake(group: str, message: Message) -> None:
    """Tell this process at once, and over the channel layer every other one that belongs to ``group``.

    Never raises: what it tells of is committed already.
    """
    tell_this_process(message)
    # A layer in memory reaches nobody else.
    if not isinstance(get_channel_layer(), InMemoryChannelLayer):
        tell_others(group, message)


def tell_this_process(message: Message) -> None:
    for loop, listener in list(_listeners.items()):
        # A loop that has been closed has no pages any more.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(listener, message)


def tell_others(group: str, message: Message) -> None:
    in_server_loop(_send(group, message), wait=False)


async def _send(group: str, message: Message) -> None:
    try:
        await get_channel_layer().group_send(group, message)
    except Exception as error:
        logger.warning("the wake-up %s was lost: %s", message, error)
