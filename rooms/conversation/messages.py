"""What a message is when it is born, editing and deleting it."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from ..models import Message, Room
from ..models.message import GROUPING_GAP
from .versions import next_version


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


def next_message(room: Room, author: User, body: str, nonce: str, created: datetime, kind: str) -> Message:
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
        created=created,
        follows_author=follows_author,
        previous_created=previous_created,
    )


def edit(message: Message, body: str) -> Message:
    """Replace the text of a message.

    Raises ``ValidationError`` with the code ``empty``, ``too_long`` or ``gone`` (it was deleted meanwhile).
    """
    body = clean_body(body)
    with next_version(message.room_id) as room:
        message = Message.objects.select_related("author").get(pk=message.pk)
        if message.deleted:
            raise ValidationError(_("This message was deleted."), code="gone")
        message.body = body
        message.edited = timezone.now()
        message.version = room.version
        message.save(update_fields=["body", "edited", "version"])
    return message


def delete(message: Message) -> Message:
    """Take the words of a message away and leave a tombstone in its place; once deleted, nothing changes."""
    with next_version(message.room_id) as room:
        message = Message.objects.select_related("author").get(pk=message.pk)
        if message.deleted:
            room.version -= 1
            return message
        message.body = ""
        message.deleted = timezone.now()
        message.version = room.version
        message.save(update_fields=["body", "deleted", "version"])
    return message
