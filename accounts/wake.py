"""Wake-ups: the only thing that travels over the channel layer, and the only thing that may be lost.

Whoever hears one looks at the database, and looks there from time to time without one.
"""

import asyncio
import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from .threads import server_loop

logger = logging.getLogger("parley.wake")

# Heard by every process that has sockets: somebody's account or session has changed.
PEOPLE = "people"


def wake(group: str, message: dict[str, Any]) -> None:
    """Send ``message`` to every process that belongs to ``group``.

    Never raises: what it tells of is committed already.
    """
    loop = server_loop.get()
    if loop is not None and loop.is_running():
        # The thread that made the change goes on; the server's loop does the sending.
        asyncio.run_coroutine_threadsafe(_send(group, message), loop)
    else:
        async_to_sync(_send)(group, message)


async def _send(group: str, message: dict[str, Any]) -> None:
    try:
        await get_channel_layer().group_send(group, message)
    except Exception as error:
        logger.warning("the wake-up %s was lost: %s", message, error)
