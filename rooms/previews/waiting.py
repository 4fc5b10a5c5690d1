"""The links that wait to be looked at: few, in this process, and never so many that anybody waits for them."""

from contextlib import suppress
from functools import partial
from queue import Full, Queue
from typing import NamedTuple

from django.db import transaction

from ..models import Message
from .links import first_link

# What comes while so many wait has no preview.
MOST = 100


class Job(NamedTuple):
    """A message's first link."""

    message: int
    room: int
    url: str


class Waiting:
    """The queue between those who write and the threads that look. Nothing waits before somebody looks."""

    def __init__(self, most: int = MOST) -> None:
        self.jobs: Queue[Job] = Queue(most)
        self.is_open = False

    def add(self, job: Job) -> None:
        with suppress(Full):
            self.jobs.put_nowait(job)


waiting = Waiting()


def soon(message: Message) -> None:
    """Have a message's first link looked at, once what stored the message has committed. Costs nothing without one."""
    if waiting.is_open and message.kind != Message.Kind.NOTICE and (url := first_link(message.html)):
        transaction.on_commit(partial(waiting.add, Job(message.pk, message.room_id, url)))
