"""What a program does in a room: it enters as everybody does, and what it says goes the way of everybody's words."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from accounts.models import User

from .. import access, conversation, pace
from ..conversation import Posted
from ..models import Message

TRIES = 3


def say(room_id: int, bot: User, text: str, key: str, reply_to: int | None = None) -> Posted:
    """Post ``text`` once, however often it comes with the same ``key``, at the same moment too.

    Raises ``ValidationError`` with the code ``key_reused`` where the key came with something else before, and what
    ``conversation.post`` and ``access.enter_to`` raise.
    """
    access.enter_to("post", bot, room_id)
    for _ in range(TRIES):
        try:
            # One transaction, so that what turns out to be something else under the same key is not stored.
            with transaction.atomic():
                posted = conversation.post(room_id, bot, text, key, member_only=True, reply_to=reply_to)
                if posted.message.nonce != key:
                    raise ValidationError(gettext("Another message was sent with this key."), code="key_reused")
                return posted
        except IntegrityError:
            # The same key at the same moment in another room.
            continue
    raise ValidationError(gettext("Another message was sent with this key."), code="key_reused")


def change(room_id: int, bot: User, position: int, text: str) -> Message:
    """Edit a message of the bot's own. Raises ``Http404``, ``MayNot``, and what ``conversation.edit`` raises."""
    return conversation.edit(_own("edit", room_id, bot, position), text, editor=bot, paced=True)


def take_back(room_id: int, bot: User, position: int) -> None:
    """Delete a message of the bot's own; one that is deleted already stays so. Raises as ``change`` does."""
    pace.take(bot)
    entry = access.enter(bot, room_id)
    message = access.message_in(entry, position)
    if not (message.deleted and message.author_id == bot.pk):
        conversation.delete(_own("delete", room_id, bot, position), by=bot)


def _own(action: str, room_id: int, bot: User, position: int) -> Message:
    """Return one of the bot's own messages to do ``action`` with: also where it moderates, others' are not its own."""
    message = access.message_for(action, access.enter(bot, room_id), position)
    if message.author_id != bot.pk:
        raise access.MayNot(message, gettext("A bot can change only what it wrote itself."))
    return message
