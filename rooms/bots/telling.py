"""Hears of what mentions somebody, finds the bots among them, and has it sent to them. Posting waits for none of it."""

import logging
import threading
from collections.abc import Collection
from contextlib import suppress
from functools import partial
from queue import Full, Queue
from typing import NamedTuple

from django.conf import settings
from django.db import connections, transaction

from ..markup import mentions
from ..models import Bot, Message
from ..previews.guard import Guard
from .sending import Delivery, Outbox

logger = logging.getLogger("parley.bots")

# Messages with mentions that wait for a look at who they mention: each takes a millisecond.
MOST = 1000


class Mention(NamedTuple):
    """A message that mentions these people, by their keys."""

    message: int
    people: frozenset[int]


waiting: Queue[Mention] = Queue(MOST)
outbox = Outbox()
_started = threading.Event()


def soon(message: Message, mentioned: Collection[int] | None = None) -> None:
    """Tell the bots that a new message mentions, or those of ``mentioned`` by an edit, once this has committed.

    Costs nothing without a mention. Bots hear nothing of what bots say: two of them would never stop.
    """
    if not _started.is_set() or message.author.is_bot:
        return
    people = frozenset(mentions.marked(message.html) if mentioned is None else mentioned) - {0}
    if people:
        transaction.on_commit(partial(_wait, Mention(message.pk, people)))


def start(guard: Guard | None = None) -> None:
    """Tell bots in this process from now on, if the host wants that. Only what answers pages calls it."""
    if settings.OUTGOING_WEBHOOKS and not _started.is_set():
        _started.set()
        threading.Thread(target=_work, name="bots", daemon=True).start()
        outbox.start(guard or Guard())


def deliveries_of(mention: Mention) -> list[Delivery]:
    """Return what is to be sent because of a mention: to each bot that it means and that wants to hear."""
    bots = Bot.objects.filter(user__in=mention.people, user__is_active=True).exclude(url="")
    return [Delivery(mention.message, key) for key in bots.values_list("pk", flat=True)]


def _wait(mention: Mention) -> None:
    with suppress(Full):
        waiting.put_nowait(mention)


def _work() -> None:
    while True:
        mention = waiting.get()
        try:
            for delivery in deliveries_of(mention):
                outbox.add(delivery)
        except Exception:
            logger.exception("bots could not be told of a message")
        finally:
            connections.close_all()
