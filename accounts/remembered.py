"""What every page needs and hardly ever changes: read once by each process, and again when it has changed.

A change is told to all processes by a wake-up, which may be lost; therefore what was read is also looked at again after
some seconds, by whoever asks for it then.
"""

import time
from collections.abc import Callable
from threading import Lock

from django.db import transaction

from .wake import PEOPLE, wake

FRESH_SECONDS = 15.0

_all: "dict[str, Remembered]" = {}


class Remembered[T]:
    """Something that ``read`` finds in the database, under a name by which its changes are told.

    After ``fresh`` seconds it is looked at again, in case a wake-up was lost.
    """

    def __init__(self, name: str, read: Callable[[], T], fresh: float = FRESH_SECONDS) -> None:
        self.name = name
        self._fresh = fresh
        self._read = read
        self._known: T | None = None
        self._until = 0.0
        self._changes = 0
        self._lock = Lock()
        _all[name] = self

    def get(self) -> T:
        """Return it. It costs no query while what was read is fresh."""
        known = self._known
        if known is not None and time.monotonic() < self._until:
            return known
        changes = self._changes
        found = self._read()
        with self._lock:
            # Something that changed while it was read is read next time.
            if changes == self._changes:
                self._known, self._until = found, time.monotonic() + self._fresh
        return found

    def known(self) -> T | None:
        """Return what was last read, if anything was, without ever asking the database."""
        return self._known

    def forget(self) -> None:
        """Read it anew when it is next asked for."""
        with self._lock:
            self._changes += 1
            self._until = 0.0

    def keep(self, value: T) -> None:
        """Take this for what there is until something changes; for tests, which count queries."""
        with self._lock:
            self._known, self._until = value, float("inf")

    def changed(self) -> None:
        """Tell every process, once this transaction has committed, that there is something else now."""
        transaction.on_commit(self._tell)

    def _tell(self) -> None:
        self.forget()
        wake(PEOPLE, {"type": "remembered.changed", "what": self.name})


def forget(name: str) -> None:
    """Take a wake-up."""
    if remembered := _all.get(name):
        remembered.forget()
