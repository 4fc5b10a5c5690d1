"""Who mails those that are away: a process of its own, or where there is only one, a thread of the server."""

import atexit
import threading

from django.conf import settings

from alerts.mail.working import Worker

from .chores import Chores
from .presence.asking import here_now

# So long the server waits at its end for a mail that is being handed over.
LAST_SECONDS = 5.0


def worker() -> Worker:
    """Return a worker that leaves those alone who have a page open, and does our chores."""
    return Worker(here_now, Chores())


def start() -> None:
    """Mail from this process, until it ends, if the host wants that. Only what answers pages calls it."""
    if not settings.WORKER_IN_SERVER:
        return
    mine = worker()
    thread = threading.Thread(target=mine.run, name="mail", daemon=True)
    thread.start()
    atexit.register(_end, mine, thread)


def _end(mine: Worker, thread: threading.Thread) -> None:
    mine.stop()
    thread.join(LAST_SECONDS)
