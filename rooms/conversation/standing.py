"""What must hold of a message and a person, at the moment at which one of them changes something about the other."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .. import access
from ..models import Message
from ..roles import refuse_archived


def still_there(message: Message, member: User) -> Message:
    """Return ``message`` read anew, with its author. It is called under its room's lock.

    Raises ``ValidationError`` with the code ``gone`` where it was deleted, or ``archived``, and what
    ``access.enter`` raises.
    """
    refuse_archived(access.enter(member, message.room_id).room)
    message = Message.objects.select_related("author").get(pk=message.pk)
    if message.deleted:
        raise ValidationError(_("This message was deleted."), code="gone")
    return message
