"""What keeps order: who stays out, what is hidden, what waits to be looked at, and what people reported."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .message import Message
from .room import Room

REASON_LENGTH = 200


class Ban(models.Model):
    """That somebody stays out of a room, or without one of the whole site: for a time, or for good."""

    room = models.ForeignKey(Room, null=True, on_delete=models.CASCADE, related_name="bans", verbose_name=_("room"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bans", verbose_name=_("person")
    )
    # For good without one.
    until = models.DateTimeField(_("until"), null=True)
    reason = models.CharField(_("why"), max_length=REASON_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("banned by")
    )
    created = models.DateTimeField(_("banned"), default=timezone.now)

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "user"], name="ban_unique"),
            models.UniqueConstraint(fields=["user"], name="ban_of_site_unique", condition=models.Q(room=None)),
        ]

    def __str__(self) -> str:
        return f"{self.user} out of {self.room or 'the site'}"

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until <= timezone.now()


class Hiding(models.Model):
    """One deed that hid messages of somebody, in a room or, without one, everywhere."""

    room = models.ForeignKey(Room, null=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("room"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("author")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("hidden by")
    )
    created = models.DateTimeField(_("hidden"), default=timezone.now)
    count = models.PositiveIntegerField(_("messages"), default=0)
    undone = models.DateTimeField(_("shown again"), null=True)

    class Meta:
        verbose_name = _("hiding")
        verbose_name_plural = _("hidings")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.count} messages of {self.author}"


class HiddenMessage(models.Model):
    """What a message said that is hidden: everybody else sees a deleted one, and it can be shown again."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="hidden")
    hiding = models.ForeignKey(Hiding, on_delete=models.CASCADE, related_name="messages")
    # The message's own fields of these names.
    kept = models.JSONField()
    # When it was pinned, if it was.
    pinned = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"hidden {self.message_id}"

    if TYPE_CHECKING:
        message_id: int


class HeldMessage(models.Model):
    """Something that waits until a moderator has looked at it; approved it is posted, as if it were sent then."""

    class Why(models.TextChoices):
        NEWCOMER = "newcomer", _("the first message of a new member")
        WORDS = "words", _("the word filter holds it")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="held")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = models.TextField()
    nonce = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Message.Kind, default=Message.Kind.TEXT)
    reply_to = models.PositiveBigIntegerField(null=True)
    why = models.CharField(max_length=10, choices=Why)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["author", "nonce"], name="held_unique")]

    def __str__(self) -> str:
        return f"{self.author} in {self.room}"


class FilteredWord(models.Model):
    """A word, or several, that messages of the whole site are looked through for."""

    class Action(models.TextChoices):
        BLOCK = "block", _("Block: it is refused, and the sender told")
        HOLD = "hold", _("Hold: a moderator looks at it first")
        FLAG = "flag", _("Flag: it is posted, and reported to the moderators")

    words = models.CharField(
        _("words"),
        max_length=100,
        unique=True,
        help_text=_("Found as whole words, in capitals too. A star stands for any letters: “spam*” finds “spammer”."),
    )
    action = models.CharField(_("what happens"), max_length=5, choices=Action, default=Action.HOLD)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("filtered word")
        verbose_name_plural = _("word filter")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words


class Report(models.Model):
    """That somebody wants a message to be looked at by those who keep order."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ASSIGNED = "assigned", _("Assigned")
        RESOLVED = "resolved", _("Resolved")
        DISMISSED = "dismissed", _("Dismissed")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="reports", verbose_name=_("room"))
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports", verbose_name=_("message"))
    # Nobody's where the word filter did it.
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("reported by")
    )
    reason = models.CharField(_("why"), max_length=500)
    created = models.DateTimeField(_("reported"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who looks at it"),
    )
    outcome = models.CharField(_("what was done"), max_length=500, blank=True)
    closed = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["message", "reporter"], name="report_unique")]
        indexes = [models.Index(fields=["room", "state"], name="report_queue")]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.OPEN, self.State.ASSIGNED)
