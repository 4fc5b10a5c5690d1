"""Taking away a file that a message carries, while the message stays."""

from .. import audit, uploads
from ..models import Attachment, Message
from .messages import delete
from .versions import next_version


def remove_file(attachment: Attachment) -> Message:
    """Take one file of a message away for good; once. A message that was nothing but that file is deleted."""
    message = attachment.message
    if not message.body and not message.attachments.exclude(pk=attachment.pk).exists():
        return delete(message)
    with next_version(message.room_id) as room:
        message = Message.objects.select_related("author").get(pk=message.pk)
        found = message.attachments.filter(pk=attachment.pk)
        if not found.exists():
            room.version -= 1
            return message
        if audit.is_to_another(message.author_id):
            audit.record("message.file", room=room, message=message)
        uploads.remove(found)
        if not message.attachments.exists():
            # With some left it stays what it was: it tells what was sent from what is sent again.
            message.files_digest = ""
        message.version = room.version
        if message.pinned:
            # The list of pins says what a message carries.
            room.details_version = room.version
        message.save(update_fields=["files_digest", "version"])
    return message
