"""What one person and one socket may take of a process. The settings of the same names have the defaults."""

import time
from collections import Counter

from django.conf import settings


class FrameBudget:
    """How many frames a socket may send: a token bucket of SOCKET_FRAMES_BURST, filled at SOCKET_FRAMES_PER_SECOND."""

    __slots__ = ("_at", "_left")

    def __init__(self) -> None:
        self._left: float = settings.SOCKET_FRAMES_BURST
        self._at = time.monotonic()

    def take(self) -> bool:
        """Take one frame from the budget; False when there is none left."""
        now = time.monotonic()
        gained = (now - self._at) * settings.SOCKET_FRAMES_PER_SECOND
        self._left, self._at = min(settings.SOCKET_FRAMES_BURST, self._left + gained), now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class OpenPages:
    """How many sockets each person has in this process, at most SOCKETS_PER_PERSON."""

    def __init__(self) -> None:
        self._count: Counter[int] = Counter()

    def open(self, user_id: int) -> bool:
        """Count one more; False when the person has as many as they may."""
        if self._count[user_id] >= settings.SOCKETS_PER_PERSON:
            return False
        self._count[user_id] += 1
        return True

    def close(self, user_id: int) -> None:
        self._count[user_id] -= 1
        if not self._count[user_id]:
            del self._count[user_id]


class Handshakes:
    """How many sockets of this process wait to be known, at most SOCKET_HANDSHAKES."""

    def __init__(self) -> None:
        self._waiting = 0

    def begin(self) -> bool:
        """Count one more; False when there are as many as may wait."""
        if self._waiting >= settings.SOCKET_HANDSHAKES:
            return False
        self._waiting += 1
        return True

    def end(self) -> None:
        self._waiting -= 1


open_pages = OpenPages()
handshakes = Handshakes()
