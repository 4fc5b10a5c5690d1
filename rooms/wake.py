"""The wake-up: the only thing that travels over the channel layer, and the only thing that may be lost."""

import asyncio
import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from accounts.threads import server_loop

logger = logging.getLogger("parley.feed")


def group_of(room_id: int) -> str:
    """Return the name of the channel layer's group for a room."""
    return f"room.{room_id}"


def wake(room_id: int, version: int) -> None:
    """Tell every process with viewers of the room that it is at ``version``.

    Never raises: the change is committed, and a feed that misses this looks again at its next heartbeat.
    """
    message = {"type": "room.wake", "room": room_id, "version": version}
    loop = server_loop.get()
    if loop is not None and loop.is_running():
        # The thread that made the change goes on; the server's loop does the sending.
        asyncio.run_coroutine_threadsafe(_send(message), loop)
    else:
        async_to_sync(_send)(message)


async def _send(message: dict[str, object]) -> None:
    try:
        await get_channel_layer().group_send(group_of(message["room"]), message)
    except Exception as error:
        logger.warning("the wake-up %s was lost: %s", message, error)
