"""The wake-up: the only thing that travels over the channel layer, and the only thing that may be lost."""

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

logger = logging.getLogger("parley.feed")


def group_of(room_id: int) -> str:
    """Return the name of the channel layer's group for a room."""
    return f"room.{room_id}"


def wake(room_id: int, version: int) -> None:
    """Tell every process with viewers of the room that it is at ``version``.

    Never raises: the change is committed, and a feed that misses this looks again at its next heartbeat.
    """
    message = {"type": "room.wake", "room": room_id, "version": version}
    try:
        async_to_sync(get_channel_layer().group_send)(group_of(room_id), message)
    except Exception as error:
        logger.warning("wake-up of room %s at version %s was lost: %s", room_id, version, error)
