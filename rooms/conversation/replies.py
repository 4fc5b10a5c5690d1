"""What ties a reply to the message that it answers, and to the thread that both are in."""

from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ..models import Message, Room


def original_at(room_id: int, position: int) -> Message:
    """Return the message to reply to. Raises ``ValidationError`` with the code ``gone`` where it isn't there any more.

    Under the room's lock, so that nobody deletes it before the reply is stored.
    """
    found = Message.objects.select_related("author").filter(room_id=room_id, position=position).first()
    if found is None:
        raise ValidationError(_("The message that you reply to is no longer there."), code="gone")
    if found.deleted:
        raise ValidationError(_("The message that you reply to was deleted."), code="gone")
    return found


def join_thread(room: Room, reply: Message, original: Message) -> None:
    """Make ``reply``, which is not stored yet, one to ``original``. The thread's root takes the same new version.

    A reply begins under its author's name, whoever wrote before: what it quotes stands in between.
    """
    thread = original.thread or original.position
    reply.reply_to, reply.thread = original.position, thread
    reply.original = original
    reply.follows_author = False
    if not original.is_quoted:
        # Shows nowhere, so it takes no version.
        Message.objects.filter(pk=original.pk).update(is_quoted=True)
    _count(room, thread, 1)


def leave_thread(room: Room, reply: Message) -> None:
    """Count a reply that is deleted no longer. The thread's root takes the same new version."""
    if reply.thread:
        _count(room, reply.thread, -1)


def leave_threads(room: Room, replies: Iterable[Message], by: int = -1) -> None:
    """Count replies no longer that are hidden or, ``by`` 1, again. Their threads' roots take the same new version."""
    for thread, count in Counter(reply.thread for reply in replies if reply.thread).items():
        _count(room, thread, by * count)


def _count(room: Room, thread: int, by: int) -> None:
    root = Message.objects.filter(room=room, position=thread)
    root.update(reply_count=F("reply_count") + by, version=room.version)
