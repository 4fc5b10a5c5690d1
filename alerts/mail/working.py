"""The worker: turn after turn, in a process of its own (``manage.py mail_alerts``) or in a thread of the server."""

import logging
import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.db import connections
from django.utils import timezone

from ..models import Digest
from .gathering import AT_ONCE as MOST_ALERTS
from .gathering import due_to, gather
from .sending import ServerAway, abandon, due_digests, send

logger = logging.getLogger("parley.mail")

# Returns which of some people have a page open now.
Here = Callable[[Collection[int]], Collection[int]]

EVERY_SECONDS = 15.0
# After trouble (no database, no mail server) twice as long each time, up to this.
AT_MOST_SECONDS = 300.0
KEPT = timedelta(days=30)
TIDY_SECONDS = 3600.0
TIDIED_AT_ONCE = 1000


def turn(here: Here, now: datetime | None = None, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Do what is due ``now``, as much of it as one turn takes; return whether there may be more to do at once.

    Raises ``ServerAway``, and whatever the database raises.
    """
    now = now or timezone.now()
    abandon(now)
    due, waiting = due_to(now), {digest.user_id for digest in due_digests(now)}
    if not due and not waiting:
        return False
    present = here({*due, *waiting})
    gather(dict.fromkeys(due), present, now)
    digests = due_digests(now)
    send(digests, present, now, stopping)
    return len(due) == MOST_ALERTS or bool(digests)


def tidy(now: datetime) -> None:
    """Forget mails that were done with long ago, some at a time."""
    old = Digest.objects.filter(due=None, created__lt=now - KEPT).values_list("pk", flat=True)
    Digest.objects.filter(pk__in=list(old[:TIDIED_AT_ONCE])).delete()


class Worker:
    """Takes turns until it is stopped, by whichever thread calls ``run``. ``here`` is what ``turn`` takes.

    ``also`` is called before each turn, however mailing goes, and must not raise.
    """

    def __init__(self, here: Here, also: Callable[[], None] = lambda: None, every: float = EVERY_SECONDS) -> None:
        self._here = here
        self._also = also
        self._every = every
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Stop after the mail that is being handed over, if there is one. For other threads and signal handlers."""
        self._stopped.set()

    def run(self) -> None:
        """Take turns until ``stop``. Never raises."""
        pause, tidied = self._every, TIDY_SECONDS
        while not self._stopped.is_set():
            self._also()
            try:
                more = turn(self._here, stopping=self._stopped.is_set)
                tidied += 0 if more else self._every
                if tidied >= TIDY_SECONDS:
                    tidied = 0.0
                    tidy(timezone.now())
                pause = 0.0 if more else self._every
            except ServerAway as error:
                pause = self._longer(pause)
                logger.warning("the mail server can't be reached, mails wait for %.0f seconds: %s", pause, error)
            except Exception:
                pause = self._longer(pause)
                logger.exception("mails about alerts wait for %.0f seconds", pause)
            # For what is mostly nothing, no connection is kept.
            connections.close_all()
            self._stopped.wait(pause)

    def _longer(self, pause: float) -> float:
        return min(AT_MOST_SECONDS, max(self._every, pause * 2))
