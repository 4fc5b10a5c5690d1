"""Posting, editing and deleting what is said."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .. import pace
from ..markup import render, render_plain
from ..models import Message, MessageRevision, Room
from ..models.message import GROUPING_GAP
from .versions import next_version


@dataclass(frozen=True)
class Posted:
    """A stored message, and whether this call stored it or found it stored by an earlier try."""

    message: Message
    is_new: bool


def clean_body(body: str) -> str:
    """Return the text as it is stored; raise ``ValidationError`` for an empty or too long one."""
    body = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
    # A lone surrogate can be neither stored nor sent.
    body = body.encode("utf-8", "replace").decode()
    if not body.strip():
        raise ValidationError(_("Write something first."), code="empty")
    if len(body) > settings.MESSAGE_MAX_LENGTH:
        raise ValidationError(
            _("This message has %(length)s characters. The most is %(limit)s."),
            code="too_long",
            params={"length": len(body), "limit": settings.MESSAGE_MAX_LENGTH},
        )
    return body


def _find(author: User, room_id: int, nonce: str, body: str) -> tuple[str, Message | None]:
    """Return the nonce that a text is stored with, and the message if an earlier try has stored it.

    A form may send more than one text: one is changed after the browser's Back button, or typed over while it is on its
    way. Each but the first is stored with a nonce of the form's and its own, so that each is stored, and once.
    """
    digest = sha256(f"{nonce} {room_id} {body}".encode()).hexdigest()
    for name in (nonce, f"also-{digest[:32]}"):
        earlier = Message.objects.select_related("author").filter(author=author, nonce=name).first()
        if earlier is None or (earlier.room_id, earlier.body) == (room_id, body):
            return name, earlier
    raise AssertionError("two texts with one digest")


def post(
    room_id: int,
    author: User,
    body: str,
    nonce: str,
    *,
    created: datetime | None = None,
    kind: str = Message.Kind.TEXT,
    paced: bool = True,
) -> Posted:
    """Store a message once, however often the same ``nonce`` arrives with the same text.

    ``created`` and ``paced=False`` are for imports. Raises ``ValidationError`` with the code ``empty``, ``too_long`` or
    ``too_fast``.
    """
    body = clean_body(body)
    if paced:
        _pace(room_id, author, nonce, body)
    # Before the room's lock: a long text with code takes some milliseconds.
    html = render(body)
    with next_version(room_id) as room:
        # Under the room's lock, so that of two tries at the same moment the second sees the first.
        name, earlier = _find(author, room_id, nonce, body)
        if earlier:
            room.version -= 1
            return Posted(earlier, is_new=False)
        return Posted(_append(room, author, body, name, created or timezone.now(), kind, html), is_new=True)


def _pace(room_id: int, author: User, nonce: str, body: str) -> None:
    try:
        pace.take(author)
    except ValidationError:
        # A retry of what is stored already is answered, however fast it comes.
        if not _find(author, room_id, nonce, body)[1]:
            raise


def _append(room: Room, author: User, body: str, nonce: str, created: datetime, kind: str, html: str) -> Message:
    message = next_message(room, author, body, nonce, created, kind, html)
    message.save(force_insert=True)
    return message


def next_message(room: Room, author: User, body: str, nonce: str, created: datetime, kind: str, html: str) -> Message:
    """Return the message born at the locked room's version, not stored yet; the room remembers it as its latest."""
    is_text = kind == Message.Kind.TEXT
    follows_author = (
        is_text
        and room.latest_author_id == author.pk
        and room.latest_created is not None
        and abs(created - room.latest_created) < GROUPING_GAP
    )
    previous_created = room.latest_created
    room.latest_author_id = author.pk if is_text else None
    room.latest_created = created
    return Message(
        room=room,
        author=author,
        kind=kind,
        position=room.version,
        version=room.version,
        nonce=nonce,
        body=body,
        html=html,
        created=created,
        follows_author=follows_author,
        previous_created=previous_created,
    )


def edit(message: Message, body: str, editor: User | None = None, *, paced: bool = False) -> Message:
    """Replace the text of a message, and keep the earlier one; the same text again changes nothing.

    ``paced`` counts it among what ``editor`` writes. Raises ``ValidationError`` with the code ``empty``, ``too_long``,
    ``too_fast`` or ``gone`` (it was deleted meanwhile).
    """
    body = clean_body(body)
    if paced and editor:
        pace.take(editor)
    html = render_plain(body) if message.is_plain else render(body)
    with next_version(message.room_id) as room:
        message = Message.objects.select_related("author").get(pk=message.pk)
        if message.deleted:
            raise ValidationError(_("This message was deleted."), code="gone")
        if message.body == body:
            room.version -= 1
            return message
        now = timezone.now()
        MessageRevision.objects.create(message=message, body=message.body, edited_by=editor, edited=now)
        message.body, message.html, message.edited = body, html, now
        message.version = room.version
        message.save(update_fields=["body", "html", "edited", "version"])
    return message


def delete(message: Message) -> Message:
    """Take the words of a message away, earlier ones too, and leave a tombstone; once deleted, nothing changes."""
    with next_version(message.room_id) as room:
        message = Message.objects.select_related("author").get(pk=message.pk)
        if message.deleted:
            room.version -= 1
            return message
        message.body = message.html = ""
        message.deleted = timezone.now()
        message.version = room.version
        message.save(update_fields=["body", "html", "deleted", "version"])
        message.revisions.all().delete()
    return message
