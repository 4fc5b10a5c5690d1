"""Takes what mentions a bot to its address: signed, within a time, tried again after a while, and never without bounds.

The way out is the guard of link previews: http and https on their own ports, and nothing but the open internet.
"""

import json
import logging
import threading
import time
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import Http404
from django.utils import timezone

from .. import access
from ..models import Bot, Message
from ..previews.guard import Guard, Refused
from ..previews.line import Connection
from .signing import signature

logger = logging.getLogger("parley.bots")

THREADS = 2
# One try, from the look at the host's name to the answer.
SECONDS = 10.0
# So long after each failed try the next one comes; after the last there is none.
PAUSES = (2.0, 10.0, 60.0, 300.0, 1800.0)
# What waits in this process, for all bots and for one, tries again included. What comes beyond is dropped.
MOST, MOST_OF_ONE = 500, 100
# An answer is looked at for its status only.
ANSWER_BYTES = 64 * 1024


class Failed(Exception):
    """Raised where a try did not arrive, with the reason in words."""


@dataclass(frozen=True)
class Delivery:
    """A message on its way to a bot. ``due`` is when (of ``time.monotonic``) it is to be tried."""

    message: int
    bot: int
    tries: int = 0
    due: float = 0.0
    # The same for every try, so that whoever gets it twice knows.
    key: str = field(default_factory=lambda: uuid4().hex)


class Outbox:
    """What waits to be sent. A bot gets one thing at a time, so that a slow one holds up only itself."""

    def __init__(self) -> None:
        self._waiting: list[Delivery] = []
        self._busy: set[int] = set()
        self._changed = threading.Condition()

    def start(self, guard: Guard) -> None:
        for number in range(THREADS):
            threading.Thread(target=self._work, args=(guard,), name=f"bots-{number}", daemon=True).start()

    def add(self, delivery: Delivery) -> bool:
        """Have something sent; False where too much waits already."""
        with self._changed:
            of_one = sum(each.bot == delivery.bot for each in self._waiting)
            if len(self._waiting) >= MOST or of_one >= MOST_OF_ONE:
                logger.warning("something for bot %s is dropped: too much waits", delivery.bot)
                return False
            self._waiting.append(delivery)
            self._changed.notify()
        return True

    def take(self) -> Delivery:
        """Return what is due, when something is. ``done`` has to follow."""
        with self._changed:
            while True:
                free = [each for each in self._waiting if each.bot not in self._busy]
                first = min(free, key=lambda each: each.due, default=None)
                left = first.due - time.monotonic() if first else None
                if first and left is not None and left <= 0:
                    self._waiting.remove(first)
                    self._busy.add(first.bot)
                    return first
                self._changed.wait(left)

    def done(self, delivery: Delivery) -> None:
        with self._changed:
            self._busy.discard(delivery.bot)
            self._changed.notify()

    def _work(self, guard: Guard) -> None:
        while True:
            delivery = self.take()
            try:
                if again := do(delivery, guard):
                    self.add(again)
            except Exception:
                # What comes after it shall be sent.
                logger.exception("something for a bot could not be sent")
            finally:
                self.done(delivery)
                connections.close_all()


def do(delivery: Delivery, guard: Guard) -> Delivery | None:
    """Try to send something; return what is to be tried again later, if it is."""
    found = _found(delivery)
    if found is None:
        return None
    bot, message = found
    try:
        send(bot.url, json.dumps(_said(bot, message, delivery.key)).encode(), bot.secret, delivery.key, guard)
    except (Failed, Refused) as error:
        Bot.objects.filter(pk=bot.pk).update(failure=str(error)[:200])
        # Where the guard doesn't let it go it won't go later either.
        if isinstance(error, Refused) or delivery.tries >= len(PAUSES):
            return None
        return replace(delivery, tries=delivery.tries + 1, due=time.monotonic() + PAUSES[delivery.tries])
    Bot.objects.filter(pk=bot.pk).update(delivered=timezone.now(), failure="")
    return None


def send(url: str, body: bytes, secret: str, key: str, guard: Guard) -> None:
    """Post ``body`` once, signed. Raises ``Refused`` where the guard does, and ``Failed`` where it did not arrive."""
    deadline = time.monotonic() + SECONDS
    stamp = str(int(time.time()))
    headers = {
        "User-Agent": "Parley (webhook)",
        "Content-Type": "application/json",
        "Connection": "close",
        "X-Parley-Delivery": key,
        "X-Parley-Timestamp": stamp,
        "X-Parley-Signature": signature(secret, stamp, body),
    }
    try:
        place = guard.look_up(url, deadline)
        connection = Connection(place, guard, deadline, ANSWER_BYTES)
        try:
            connection.request("POST", place.target, body=body, headers=headers | {"Host": place.netloc})
            status = connection.getresponse().status
        finally:
            connection.hang_up()
    except (OSError, HTTPException, ValueError) as error:
        raise Failed(str(error) or type(error).__name__) from error
    # A redirect is no arrival: it would send what was said to somebody whom no admin has named.
    if not 200 <= status < 300:
        raise Failed(f"answered {status}")


def _found(delivery: Delivery) -> tuple[Bot, Message] | None:
    """Return the bot and the message as they are now, or None where it may not, or no longer wants to, hear of it."""
    bot = Bot.objects.select_related("user").filter(pk=delivery.bot, user__is_active=True).exclude(url="").first()
    stored = Message.objects.filter(pk=delivery.message).first()
    if not bot or not stored:
        return None
    try:
        entry = access.enter(bot.user, stored.room_id)
        message = access.message_for("read", entry, stored.position)
    except (Http404, PermissionDenied):
        return None
    return bot, message


def _said(bot: Bot, message: Message, key: str) -> dict[str, object]:
    return {
        "event": "mention",
        "delivery": key,
        "bot": {"id": bot.pk, "username": bot.user.username},
        "room": {"id": message.room_id, "name": message.room.name},
        "message": {
            "id": message.position,
            "text": message.body,
            "author": {"id": message.author_id, "username": message.author.username, "name": message.author.name},
            "created": message.created.isoformat(),
            "reply_to": message.reply_to,
            # On this site; whoever gets it knows where that is.
            "path": message.get_absolute_url(),
        },
    }
