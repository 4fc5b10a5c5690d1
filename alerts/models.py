from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .reaching import Delivery as Delivery
from .reaching import Digest as Digest


class Alert(models.Model):
    """Something that calls one person's attention. It knows nothing of rooms: it carries its text and its link.

    ``subject`` is the key of what it is about, and begins with the key of the place where that is: ``room-5/m7``.
    Nobody is called twice by the same person about the same subject.
    """

    class Kind(models.TextChoices):
        MENTION = "mention", _("Mention")
        EVERYBODY = "everybody", _("Everybody")
        REPLY = "reply", _("Reply")
        REACTION = "reaction", _("Reaction")
        MESSAGE = "message", _("Message")
        DIRECT = "direct", _("Direct message")
        INVITATION = "invitation", _("Invitation")
        OPENING = "opening", _("Closed room opened")
        NOTE = "note", _("Moderation note")
        ANNOUNCEMENT = "announcement", _("Announcement")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.NOTE, db_default=Kind.NOTE)
    # Whose doing it is, if it is anybody's. A key and not a text, so that it is shown under the name they have now.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name=_("by whom"),
    )
    content = models.CharField(_("content"), max_length=200)
    # Where it happened, in words.
    place = models.CharField(_("place"), max_length=100, blank=True, default="", db_default="")
    link = models.CharField(_("link"), max_length=200, blank=True)
    subject = models.CharField(
        _("subject"), max_length=100, blank=True, db_index=True, help_text=_("The key of what the alert is about.")
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    read = models.DateTimeField(_("read"), null=True, blank=True)
    # When to mail it, unless it is read before; nothing for what is read, what was mailed, and what is never mailed.
    mail_due = models.DateTimeField(null=True, blank=True, editable=False)
    # The mail that it is in.
    digest = models.ForeignKey(
        Digest, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="alerts", db_index=False
    )

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "subject", "actor"], name="alert_unique")]
        indexes = [
            # How many there are is asked with every page.
            models.Index(fields=["user"], name="alert_unread", condition=models.Q(read__isnull=True)),
            # Both hold few of them, however many there are.
            models.Index(fields=["mail_due"], name="alert_mail_due", condition=models.Q(mail_due__isnull=False)),
            models.Index(fields=["digest"], name="alert_digest", condition=models.Q(digest__isnull=False)),
        ]

    if TYPE_CHECKING:
        user_id: int
        actor_id: int | None

    def __str__(self) -> str:
        return self.content

    def get_absolute_url(self) -> str:
        """Where its link is followed, which marks it read."""
        return reverse("alerts:follow", args=[self.pk])

    @property
    def day(self) -> date:
        """The day on which it was raised, in the time zone now active."""
        return timezone.localdate(self.created)
