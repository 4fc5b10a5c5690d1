"""What must hold of a message and a person, at the moment at which one of them changes something about the other."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .. import access
from ..models import Message
from ..roles import refuse_archived, refuse_muted, why_not_react


def still_there(message: Message, member: User, *, reacting: bool = False) -> Message:
    """Return ``message`` read anew, with its author. It is called under its room's lock.

    Raises ``ValidationError`` with the code ``gone`` where it was deleted, ``archived``, ``muted`` or, for somebody who
    is ``reacting``, ``restrained``, and what ``access.enter`` raises.
    """
    entry = access.enter(member, message.room_id)
    refuse_archived(entry.room)
    refuse_muted(entry.membership)
    if reacting and (reason := why_not_react(entry.membership, entry.room)):
        raise ValidationError(reason, code="restrained")
    message = Message.objects.select_related("author").get(pk=message.pk)
    if message.deleted:
        raise ValidationError(_("This message was deleted."), code="gone")
    return message
