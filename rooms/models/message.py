from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from ..markup import excerpt, render_plain
from .room import Room

# Messages of one person closer together than this stand under one name.
GROUPING_GAP = timedelta(minutes=5)


class Message(models.Model):
    """Something said in a room.

    ``position`` is the room's version that the message was born with; it gives the order and never changes.
    ``version`` is the room's version of its last change. Both are stamped under the room's row lock.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NOTICE = "notice", _("Notice")
        # What somebody does, said with their name before it.
        ACTION = "action", _("Action")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages", verbose_name=_("room"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages", verbose_name=_("author")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT, editable=False)
    position = models.PositiveBigIntegerField(_("position"), editable=False)
    version = models.PositiveBigIntegerField(_("version"), editable=False)
    nonce = models.CharField(max_length=64, editable=False)
    body = models.TextField(_("text"), blank=True)
    # The text as it is shown, made when it was written. ``manage.py rerender`` makes it anew when the rules change.
    html = models.TextField(default="", db_default="", editable=False)
    # Said elsewhere, and not in our Markdown: a star in it is a star.
    is_plain = models.BooleanField(default=False, db_default=False, editable=False)
    # What tells the files that came with it from others; empty without any. Nobody looks for files where it is.
    files_digest = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    created = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    edited = models.DateTimeField(_("edited"), null=True, editable=False)
    deleted = models.DateTimeField(_("deleted"), null=True, editable=False)
    # When it was pinned, if it is.
    pinned = models.DateTimeField(_("pinned"), null=True, editable=False)
    # What is shown of its reactions (a list of reaction.Reacted), kept here so that rendering asks for nothing more.
    # Null without any.
    reacted = models.JSONField(null=True, editable=False)
    # What is shown of the page that it links to (a link_preview.Linked), kept here for the same reason.
    linked = models.JSONField(null=True, editable=False)
    # Positions in this room, which never change, of the message that this one replies to and of its thread's root.
    reply_to = models.PositiveBigIntegerField(null=True, editable=False)
    thread = models.PositiveBigIntegerField(null=True, editable=False)
    # Of a thread's root: how many messages of its thread are not deleted.
    reply_count = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Others may quote it, so what happens to it shows on them.
    is_quoted = models.BooleanField(default=False, db_default=False, editable=False)
    # Of one that was deleted or hidden: why, for everybody to read.
    why_gone = models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)
    # What the message followed when it was born. Kept here so that one message can be rendered, with its day
    # and its grouping, without its neighbours, and reads the same live and after a reload.
    follows_author = models.BooleanField(default=False, editable=False)
    previous_created = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["room", "position"], name="message_position_unique"),
            models.UniqueConstraint(fields=["author", "nonce"], name="message_nonce_unique"),
        ]
        indexes = [
            models.Index(fields=["room", "version"], name="message_changes"),
            models.Index(fields=["room", "pinned"], name="message_pinned", condition=models.Q(pinned__isnull=False)),
            models.Index(fields=["room", "created"], name="message_days"),
            # Only of replies: other messages cost it nothing.
            models.Index(
                fields=["room", "thread", "position"], name="message_threads", condition=models.Q(thread__isnull=False)
            ),
        ]

    if TYPE_CHECKING:
        room_id: int
        author_id: int

    def __str__(self) -> str:
        return f"m{self.position} by {self.author_id}"

    def get_absolute_url(self) -> str:
        page = reverse("rooms:message", args=[self.room_id, self.position])
        return f"{page}#m{self.position}"

    @property
    def has_files(self) -> bool:
        return bool(self.files_digest)

    @cached_property
    def original(self) -> Optional["Message"]:
        """The message that this one replies to. ``history.with_originals`` reads those of many at once."""
        if self.reply_to is None:
            return None
        found = Message.objects.select_related("author")
        return found.filter(room_id=self.room_id, position=self.reply_to).first()

    @property
    def excerpt(self) -> str:
        """The first words of the text, without markup."""
        return excerpt(self.shown)

    @property
    def is_notice(self) -> bool:
        return self.kind == self.Kind.NOTICE

    @property
    def is_action(self) -> bool:
        return self.kind == self.Kind.ACTION

    @property
    def shown(self) -> SafeString:
        """The text as HTML. One from before there was Markdown is shown plainly until ``rerender`` has come by."""
        return mark_safe(self.html or render_plain(self.body))

    @property
    def starts_day(self) -> bool:
        """Whether the message is the first of its day in the time zone now active."""
        if self.previous_created is None:
            return True
        return timezone.localdate(self.created) != timezone.localdate(self.previous_created)
