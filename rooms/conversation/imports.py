"""Taking in what was said elsewhere: many messages at once, each once."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F

from accounts.models import User

from .. import uploads
from ..markup import render_plain
from ..models import Attachment, Membership, Message, Reaction, Room
from .messages import clean_body, next_message
from .pins import MOST_PINS
from .reactions import as_shown
from .versions import next_version
from .writing import written_together

# Few enough that others wait for the room's lock only for the blink of an eye.
BATCH = 500

# What names a message for ever: its author's key, and its nonce.
Name = tuple[int, str]


class FileToTakeIn(Protocol):
    """A file that came with something said elsewhere. It is opened once, and only where its message is new."""

    name: str

    def open(self) -> UploadedFile: ...

    def refused(self, why: ValidationError) -> None:
        """Be told that the file was left out."""


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
    edited: datetime | None = None
    pinned: datetime | None = None
    # What it replies to, which has been taken in before; where that is no longer there, it replies to nothing.
    reply_to: Name | None = None
    # Who has reacted and how, as emoji_picker.as_chosen has it, each once.
    reactions: Sequence[tuple[User, str]] = ()
    files: Sequence[FileToTakeIn] = ()

    @property
    def name(self) -> Name:
        return self.author.pk, self.nonce


def import_messages(room_id: int, lines: Iterable[Line]) -> int:
    """Append the lines that are not in the room yet, in their order, and return how many those were.

    Unlike everything else here, one transaction takes many versions: one for each message, so that positions stay
    unique and without a gap. That is safe, because what makes a version readable is the commit: they all become so
    together, under one hold of the room's lock, and nobody can read one without those before it. The one wake-up
    names the last. Every batch is whole in itself, so an import that is interrupted goes on where it was.

    What is taken in is history: it calls nobody, and is not unread for those who had read everything before. Raises
    ``ValidationError`` as ``post`` does for an empty or too long text, and ``Room.DoesNotExist``.
    """
    return sum(_import_batch(room_id, batch) for batch in batched(lines, BATCH))


def _import_batch(room_id: int, lines: Sequence[Line]) -> int:
    for line in lines:
        clean_body(line.body, may_be_empty=bool(line.files))
    unknown = _unknown(lines)
    lines = [line for line in lines if line.name in unknown]
    if not lines:
        return 0
    # Before the room's lock, as in ``post``.
    with ExitStack() as files_of_lines:
        files = {line.name: _kept(line.files, files_of_lines) for line in lines if line.files}
        texts = _texts(room_id, lines, files)
        with next_version(room_id) as room:
            messages = _born(room, lines, texts)
            _store(room, messages, files)
    return len(messages)


def _unknown(lines: Sequence[Line]) -> set[Name]:
    names = {line.name for line in lines}
    return names - _stored(names).keys()


def _stored(names: Collection[Name]) -> dict[Name, Message]:
    """Return the messages with these names that there are, as much of each as a reply needs to know."""
    if not names:
        return {}
    found = Message.objects.filter(author_id__in={pk for pk, _ in names}, nonce__in={nonce for _, nonce in names})
    found = found.only("author_id", "nonce", "room_id", "position", "thread", "is_quoted")
    return {name: message for message in found if (name := (message.author_id, message.nonce)) in names}


def _kept(files: Sequence[FileToTakeIn], until_stored: ExitStack) -> list[Attachment]:
    attachments = []
    for file in files:
        try:
            with file.open() as content:
                attachments += until_stored.enter_context(uploads.kept([content]))
        except ValidationError as refusal:
            file.refused(refusal)
    return attachments


def _texts(room_id: int, lines: Sequence[Line], files: dict[Name, list[Attachment]]) -> list[tuple[str, str]]:
    """Return the text of each line as it is stored, and its HTML."""
    bodies = []
    for line in lines:
        body = clean_body(line.body, may_be_empty=True)
        if not body and not files.get(line.name):
            # Nothing but files, and none of them could be kept: something was said all the same.
            body = clean_body(", ".join(file.name for file in line.files))
        bodies.append(body)
    written = iter(
        written_together(room_id, [body for body, line in zip(bodies, lines, strict=True) if not line.is_plain])
    )
    return [
        (body, render_plain(body) if line.is_plain else next(written)) for body, line in zip(bodies, lines, strict=True)
    ]


def _born(room: Room, lines: Sequence[Line], texts: Sequence[tuple[str, str]]) -> list[tuple[Line, Message]]:
    """Return those of the lines that are new, as messages of a locked room that are not stored yet."""
    unknown = _unknown(lines)
    room.version -= 1
    born: dict[Name, tuple[Line, Message]] = {}
    for line, (body, html) in zip(lines, texts, strict=True):
        if line.name in unknown and line.name not in born:
            room.version += 1
            message = next_message(room, line.author, body, line.nonce, line.created, line.kind, html)
            message.is_plain = line.is_plain
            message.edited = line.edited
            message.reacted = as_shown(line.reactions) or None
            born[line.name] = (line, message)
    _join_threads(room, born)
    _pin(room, born.values())
    return list(born.values())


def _join_threads(room: Room, born: dict[Name, tuple[Line, Message]]) -> None:
    earlier = _stored({line.reply_to for line, _ in born.values() if line.reply_to} - born.keys())
    roots = {message.position: message for _, message in born.values()}
    replies = Counter[int]()
    for line, message in born.values():
        if not line.reply_to:
            continue
        original = born[line.reply_to][1] if line.reply_to in born else earlier.get(line.reply_to)
        if original is None or original.room_id != room.pk or original.position >= message.position:
            continue
        message.reply_to, message.thread = original.position, original.thread or original.position
        message.follows_author = False
        original.is_quoted = True
        if message.thread in roots:
            roots[message.thread].reply_count += 1
        else:
            replies[message.thread] += 1
    quoted = [message.pk for message in earlier.values() if message.is_quoted]
    Message.objects.filter(pk__in=quoted, is_quoted=False).update(is_quoted=True)
    for position, count in replies.items():
        root = Message.objects.filter(room=room, position=position)
        root.update(reply_count=F("reply_count") + count, version=room.version)


def _pin(room: Room, born: Iterable[tuple[Line, Message]]) -> None:
    to_pin = [(line.pinned, message) for line, message in born if line.pinned]
    if to_pin:
        left = MOST_PINS - Message.objects.filter(room=room, pinned__isnull=False).count()
        for moment, message in to_pin[: max(left, 0)]:
            message.pinned = moment
            room.details_version = room.version


def _store(room: Room, born: Sequence[tuple[Line, Message]], files: dict[Name, list[Attachment]]) -> None:
    if not born:
        return
    for line, message in born:
        message.files_digest = uploads.together(attachment.digest for attachment in files.get(line.name, ()))
    # Whoever had read everything that was there knows nothing new by it.
    read = Membership.objects.filter(room=room, marked_unread=False)
    before = Message.objects.filter(room=room).order_by("-position").values_list("position", flat=True).first() or 0
    Message.objects.bulk_create([message for _, message in born])
    for line, message in born:
        if attachments := files.get(line.name):
            uploads.attach(message, attachments)
    Reaction.objects.bulk_create(
        [
            Reaction(message=message, user=person, emoji=emoji)
            for line, message in born
            for person, emoji in line.reactions
        ]
    )
    read.filter(read_position__gte=before).update(read_position=room.latest_position)
