"""How alerts reach somebody who has no page of ours open: by mail (``alerts.mail``) and by a feed (``alerts.feed``)."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """What somebody has chosen. Whoever has chosen nothing has none of these, is mailed and has no feed."""

    class Mail(models.TextChoices):
        CALLS = "calls", _("When somebody mentions me, replies to me or writes to me directly")
        OFF = "off", _("Never")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="delivery"
    )
    mail = models.CharField(_("e-mail"), max_length=8, choices=Mail, default=Mail.CALLS, db_default=Mail.CALLS)
    # Names the feed. It is no secret, for the link to the feed is this and a signature; another name is another link.
    feed = models.CharField(max_length=32, unique=True, null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return str(self.user)


class Digest(models.Model):
    """One mail about alerts of one person. What it goes through, and why it never goes twice, says ``alerts.mail``."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        NOTHING = "nothing", _("Nothing left to say")
        REFUSED = "refused", _("Refused by the mail server")
        UNSURE = "unsure", _("Perhaps sent")

    # The Message-ID is made of it, so it is the same however often it is tried.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests", db_index=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created = models.DateTimeField(_("created"))
    # When to try next; of one that is being sent, when whoever does so must be dead; nothing for what is done with.
    due = models.DateTimeField(_("due"), null=True, blank=True)
    began = models.DateTimeField(_("last tried"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail about alerts")
        verbose_name_plural = _("mails about alerts")
        constraints = [
            # Whatever happens at the same time, nobody has two under way.
            models.UniqueConstraint(fields=["user"], name="digest_one_open", condition=models.Q(due__isnull=False))
        ]
        indexes = [
            models.Index(fields=["due"], name="digest_due", condition=models.Q(due__isnull=False)),
            models.Index(fields=["user", "began"], name="digest_latest"),
        ]

    if TYPE_CHECKING:
        user_id: int

    def __str__(self) -> str:
        return f"{self.user}, {self.created:%Y-%m-%d %H:%M}"
