"""Taking in what was said elsewhere: many messages at once, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from accounts.models import User

from ..markup import render_plain
from ..models import Message
from .messages import clean_body, next_message
from .versions import next_version
from .writing import written

# Few enough that others wait for the room's lock only for the blink of an eye.
BATCH = 500


@dataclass(frozen=True)
class Line:
    """One message to take in. ``nonce`` (at most 64 characters) names it for ever among those of its author."""

    author: User
    body: str
    nonce: str
    created: datetime
    kind: str = Message.Kind.TEXT
    # Written elsewhere, where our Markdown means nothing.
    is_plain: bool = False


def import_messages(room_id: int, lines: Iterable[Line]) -> int:
    """Append the lines that are not in the room yet, in their order, and return how many those were.

    Unlike everything else here, one transaction takes many versions: one for each message, so that positions stay
    unique and without a gap. That is safe, because what makes a version readable is the commit: they all become so
    together, under one hold of the room's lock, and nobody can read one without those before it. The one wake-up
    names the last. Every batch is whole in itself, so an import that is interrupted goes on where it was.

    Raises ``ValidationError`` as ``post`` does for an empty or too long text, and ``Room.DoesNotExist``.
    """
    return sum(_import_batch(room_id, batch) for batch in batched(lines, BATCH))


def _import_batch(room_id: int, lines: Sequence[Line]) -> int:
    bodies = [clean_body(line.body) for line in lines]
    if not _unknown(lines):
        return 0
    # Before the room's lock, as in ``post``.
    texts = [
        (body, render_plain(body) if line.is_plain else written(room_id, body))
        for line, body in zip(lines, bodies, strict=True)
    ]
    with next_version(room_id) as room:
        unknown = _unknown(lines)
        room.version -= 1
        messages = []
        for line, (body, html) in zip(lines, texts, strict=True):
            if (line.author.pk, line.nonce) in unknown:
                unknown.discard((line.author.pk, line.nonce))
                room.version += 1
                message = next_message(room, line.author, body, line.nonce, line.created, line.kind, html)
                message.is_plain = line.is_plain
                messages.append(message)
        Message.objects.bulk_create(messages)
    return len(messages)


def _unknown(lines: Sequence[Line]) -> set[tuple[int, str]]:
    names = {(line.author.pk, line.nonce) for line in lines}
    known = Message.objects.filter(author_id__in={pk for pk, _ in names}, nonce__in={nonce for _, nonce in names})
    return names - set(known.values_list("author_id", "nonce"))
