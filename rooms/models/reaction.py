from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .message import Message


class Reacted(TypedDict):
    """What a message shows of its reactions with one emoji: ``Message.reacted`` is a list of these.

    ``names``, and ``by`` (keys of people, with spaces between), are of those who reacted first, and may end before
    ``count``.
    """

    emoji: str
    count: int
    names: list[str]
    by: str


class Reaction(models.Model):
    """That somebody has answered a message with an emoji. ``Message.reacted`` keeps what is shown of all of them."""

    # The unique constraint's index finds those of a message.
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    # As with what somebody has written: people who have left something here are deactivated, not deleted.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reactions", verbose_name=_("person")
    )
    # As emoji_picker.as_chosen returns it, which has ten characters at most.
    emoji = models.CharField(_("emoji"), max_length=32)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["message", "emoji", "user"], name="reaction_unique")]

    if TYPE_CHECKING:
        message_id: int
        user_id: int

    def __str__(self) -> str:
        return f"{self.emoji} by {self.user_id}"
