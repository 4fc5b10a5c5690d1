from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .room import Room


class Bot(models.Model):
    """Somebody who is a program: it writes by HTTP with a token (docs/bots.md), and hears of what mentions it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.DateTimeField(_("made"), auto_now_add=True)
    # Where what mentions it is sent to, signed with the secret; empty for nowhere.
    url = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_("What mentions the bot is sent there. On the open internet, without a port of its own."),
    )
    secret = models.CharField(max_length=64, blank=True, editable=False)
    # How the last delivery went, for whoever looks after it.
    delivered = models.DateTimeField(_("last delivered"), null=True, editable=False)
    failure = models.CharField(_("last failure"), max_length=200, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("bot")
        verbose_name_plural = _("bots")

    if TYPE_CHECKING:
        user_id: int

    def __str__(self) -> str:
        return str(self.user)


class BotToken(models.Model):
    """That a bot may write. Of the token only its digest is kept, so nobody can read it here."""

    bot = models.ForeignKey(Bot, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(_("made"), auto_now_add=True)
    # When it stops being one, after a newer one was made.
    ends = models.DateTimeField(_("ends"), null=True)

    class Meta:
        verbose_name = _("token of a bot")
        verbose_name_plural = _("tokens of bots")

    def __str__(self) -> str:
        return f"token {self.pk} of {self.bot}"


class Webhook(models.Model):
    """An address by which a program that knows it writes in one room, under a name of its own.

    Of its token only the digest is kept. ``user`` is the bot whose name it is; it belongs to this room alone.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="webhooks")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="webhook")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(_("made"), auto_now_add=True)
    revoked = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["-pk"]

    if TYPE_CHECKING:
        room_id: int
        user_id: int

    def __str__(self) -> str:
        return f"{self.user} in {self.room}"
