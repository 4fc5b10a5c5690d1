"""What a message shows of the page that it links to: it comes after the message, and can be taken away."""

from datetime import datetime

from django.db import transaction

from accounts.models import User

from .. import audit, previews, uploads
from ..models import LinkPreview, Message
from ..models.link_preview import Linked
from .standing import still_there
from .versions import next_version


def show_preview(message_id: int, room_id: int, url: str, linked: Linked, file: str, fetched: datetime) -> bool:
    """Show what is behind ``url`` on the message whose first link it is; return whether that is still so.

    ``linked`` gets the key of its picture here; ``file`` is the storage's name of that, or empty. Raises
    ``Room.DoesNotExist``.
    """
    with next_version(room_id) as room:
        message = Message.objects.filter(pk=message_id, room=room, deleted=None).first()
        known = LinkPreview.objects.filter(message=message_id).first()
        digest = previews.digest_of(url)
        if not message or previews.first_link(message.html) != url or (known and known.digest == digest):
            room.version -= 1
            return False
        if known:
            _take_away(known)
        preview = LinkPreview.objects.create(message=message, digest=digest, file=file, fetched=fetched)
        picture = linked["picture"]
        message.linked = linked | {"picture": picture | {"key": preview.pk} if picture else None}
        message.version = room.version
        message.save(update_fields=["linked", "version"])
    return True


def remove_preview(message: Message, person: User) -> Message:
    """Take the preview from a message, for good; without one nothing changes.

    Raises ``ValidationError`` with the code ``gone`` (the message was deleted meanwhile), and what ``access.enter``
    raises.
    """
    with next_version(message.room_id) as room:
        message = still_there(message, person)
        if not message.linked:
            room.version -= 1
            return message
        if audit.is_to_another(message.author_id, person):
            audit.record("message.preview", room=room, by=person, message=message)
        preview = LinkPreview.objects.filter(message=message).first()
        if preview:
            _delete_file(preview)
            preview.file, preview.is_removed = "", True
            preview.save(update_fields=["file", "is_removed"])
        message.linked = None
        message.version = room.version
        message.save(update_fields=["linked", "version"])
    return message


def drop_outdated_preview(message: Message) -> None:
    """Take away what is shown of a link that an edit has taken out. The caller saves ``linked`` under its own lock."""
    if message.linked and previews.first_link(message.html) != message.linked["url"]:
        drop_preview(message)


def drop_preview(message: Message) -> None:
    """Forget whatever is known of a message's link. The caller saves ``linked`` under its own lock."""
    for preview in LinkPreview.objects.filter(message=message):
        _take_away(preview)
    message.linked = None


def drop_pictures_of(room_id: int) -> None:
    """Take the pictures of all links of a room away, once the caller's transaction has committed."""
    for preview in LinkPreview.objects.filter(message__room=room_id).exclude(file=""):
        _delete_file(preview)


def _take_away(preview: LinkPreview) -> None:
    _delete_file(preview)
    preview.delete()


def _delete_file(preview: LinkPreview) -> None:
    if file := preview.file:
        transaction.on_commit(lambda: uploads.delete_files([file]))
