import time

from accounts.wake import wake


def group_of(room_id: int) -> str:
    """Return the name of the channel layer's group for a room."""
    return f"room.{room_id}"


def wake_room(room_id: int, version: int) -> None:
    """Tell every process with viewers of the room that it is at ``version``."""
    # It is called when that has been committed: how long the rest takes is measured from here (feed/measuring.py).
    wake(group_of(room_id), {"type": "room.wake", "room": room_id, "version": version, "at": time.time()})
