"""Making the HTML of messages anew, after the rules of what can be written have changed."""

from collections.abc import Iterator
from itertools import batched

from django.db.models import QuerySet

from ..markup import render_plain
from ..models import Message
from .versions import next_version
from .writing import written

# So many messages take one version: few enough that open pages get them one by one, and that the lock is short.
BATCH = 100


def rerender(room_id: int) -> int:
    """Render the messages of a room anew where that gives another HTML, and return how many those were.

    Each batch of changed messages is stamped with one new version, so that open pages follow. Run again, it goes on
    where it was. Raises ``Room.DoesNotExist``.
    """
    return sum(_rerender_batch(room_id, keys) for keys in batched(_outdated(room_id), BATCH))


def _outdated(room_id: int) -> Iterator[int]:
    for message in _written(room_id).only("room_id", "body", "html", "is_plain").order_by("pk").iterator(1000):
        if message.html != _html(message):
            yield message.pk


def _rerender_batch(room_id: int, keys: tuple[int, ...]) -> int:
    with next_version(room_id) as room:
        # Read again under the room's lock: one of them may have been edited or deleted meanwhile.
        messages = [message for message in _written(room_id).filter(pk__in=keys) if message.html != _html(message)]
        for message in messages:
            message.html, message.version = _html(message), room.version
        if not messages:
            room.version -= 1
        Message.objects.bulk_update(messages, ["html", "version"])
    return len(messages)


def _written(room_id: int) -> QuerySet[Message]:
    return Message.objects.filter(room_id=room_id, deleted=None)


def _html(message: Message) -> str:
    return render_plain(message.body) if message.is_plain else written(message.room_id, message.body)
