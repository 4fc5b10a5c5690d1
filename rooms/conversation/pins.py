"""Pinning a message, for everybody in its room, and bookmarking it, for oneself."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User

from ..models import Bookmark, Message
from .standing import still_there
from .versions import next_version

# As many messages of a room can be pinned at a time: so many fit on one page.
MOST_PINS = 100


def pin(message: Message, person: User) -> Message:
    """Pin a message in its room; once pinned it stays as it is.

    Raises ``ValidationError`` with the code ``too_many`` or ``gone`` (it was deleted meanwhile), and what
    ``access.enter`` raises.
    """
    return _set_pinned(message, person, pinned=True)


def unpin(message: Message, person: User) -> Message:
    """Take a message from its room's pins. Raises as ``pin`` does."""
    return _set_pinned(message, person, pinned=False)


def bookmark(message: Message, person: User) -> None:
    """Keep a message among ``person``'s bookmarks. It changes nothing that a room shows, so it takes no version."""
    Bookmark.objects.get_or_create(message=message, user=person)


def unbookmark(message: Message, person: User) -> None:
    """Take a message from ``person``'s bookmarks."""
    Bookmark.objects.filter(message=message, user=person).delete()


def _set_pinned(message: Message, person: User, *, pinned: bool) -> Message:
    with next_version(message.room_id) as room:
        message = still_there(message, person)
        if bool(message.pinned) == pinned:
            room.version -= 1
            return message
        if pinned and Message.objects.filter(room=room, pinned__isnull=False).count() >= MOST_PINS:
            text = ngettext(
                "This room has %(limit)s pinned message, and can't have more. Unpin it first.",
                "This room has %(limit)s pinned messages, and can't have more. Unpin one first.",
                MOST_PINS,
            )
            raise ValidationError(text, code="too_many", params={"limit": MOST_PINS})
        message.pinned = timezone.now() if pinned else None
        # The list of pins stands beside the members.
        message.version = room.details_version = room.version
        message.save(update_fields=["pinned", "version"])
    return message
