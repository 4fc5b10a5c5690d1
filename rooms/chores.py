"""What the worker does beside mailing: announcements whose time has come, and what rooms no longer keep."""

import logging
from time import monotonic

from . import retention
from .announcements import sending

logger = logging.getLogger("parley.chores")

# Days are counted in retention: looking once an hour is often enough.
RETENTION_SECONDS = 3600.0


class Chores:
    """Called in each turn of a worker. Any number of workers may do the same. Never raises."""

    def __init__(self) -> None:
        self._retention_due = 0.0

    def __call__(self) -> None:
        try:
            sending.send_due()
            if monotonic() >= self._retention_due:
                self._retention_due = monotonic() + RETENTION_SECONDS
                for outcome in retention.apply():
                    gone = (outcome.room.name, outcome.messages, outcome.days)
                    logger.info("%s: %s messages older than %s days are gone", *gone)
        except Exception:
            logger.exception("announcements and old messages wait for the next turn")
