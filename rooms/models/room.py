from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _


def direct_key(user_ids: Iterable[int]) -> str:
    """Return what names the direct conversation of exactly these people."""
    return ",".join(str(pk) for pk in sorted(user_ids))


class Room(models.Model):
    """A place to talk. ``version`` counts, without a gap, every change to what its page shows."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        PRIVATE = "private", _("Private")
        DIRECT = "direct", _("Direct")

    class Reactions(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody in the room")
        MEMBERS = "members", _("Members, and no newcomers who wait for approval")
        MODERATORS = "moderators", _("Owners and moderators")

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OPEN)
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="rooms_joined")
    # In one line, beside the name of the room.
    topic = models.CharField(_("topic"), max_length=200, blank=True, default="", db_default="")
    description = models.TextField(_("description"), max_length=2000, blank=True, default="", db_default="")
    created = models.DateTimeField(_("created"), auto_now_add=True)
    edit_minutes = models.PositiveIntegerField(
        _("minutes for editing"),
        null=True,
        blank=True,
        help_text=_("How long people may edit what they wrote; without a number, for ever."),
    )
    is_public = models.BooleanField(
        _("public"),
        default=False,
        db_default=False,
        help_text=_("Anybody on the web may read it, without an account. Only an open room can be public."),
    )
    slow_seconds = models.PositiveIntegerField(
        _("slow mode"),
        default=0,
        db_default=0,
        blank=True,
        help_text=_("So many seconds must pass between two messages of a member; 0 for none."),
    )
    is_locked = models.BooleanField(
        _("locked"), default=False, db_default=False, help_text=_("Only owners and moderators write.")
    )
    holds_newcomers = models.BooleanField(
        _("hold first messages"),
        default=False,
        db_default=False,
        help_text=_("What new members write waits until a moderator has approved one of their messages."),
    )
    reactions = models.CharField(
        _("reactions"),
        max_length=10,
        choices=Reactions,
        default=Reactions.EVERYBODY,
        db_default=Reactions.EVERYBODY,
        blank=True,
    )
    keep_days = models.PositiveIntegerField(
        _("days that messages are kept"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(36_500)],
        help_text=_("Older ones are deleted for good, with their files. Without a number, as the site has it."),
    )
    # Since when nothing in it changes any more.
    archived = models.DateTimeField(_("archived"), null=True, editable=False)
    # Of a direct conversation: whose it is, once by their keys and once by [key, name], for it to be called after them.
    direct_key = models.CharField(max_length=200, null=True, unique=True, editable=False)  # noqa: DJ001
    people = models.JSONField(null=True, editable=False)
    version = models.PositiveBigIntegerField(_("version"), default=0, editable=False)
    # The version at which something beside the messages last changed: the name, the kind, who is a member.
    details_version = models.PositiveBigIntegerField(default=0, editable=False)
    # At which version messages were last taken out without a trace, and the last one of which is forgotten what went.
    removed_version = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)
    forgotten_version = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)
    # Who wrote last and when, for the next message to know what it follows. Nobody's after a notice.
    latest_author_id = models.PositiveBigIntegerField(null=True, editable=False)
    latest_created = models.DateTimeField(null=True, editable=False)
    # The position of the newest message: whoever has read up to it has read everything.
    latest_position = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)
    # Somebody wants to be called by every message.
    is_watched = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["name"]
        permissions = [("export_room", _("Can export everything that was said in any room"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_public=False) | models.Q(kind="open"),
                name="room_public_is_open",
                violation_error_message=_("Only an open room can be public."),
            ),
            models.UniqueConstraint(
                Lower("name"),
                # Several people may be called the same, and so may their conversations.
                condition=~models.Q(kind="direct"),
                name="room_name_unique",
                violation_error_message=_("There is already a room with this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rooms:room", args=[self.pk])

    @property
    def is_archived(self) -> bool:
        return self.archived is not None

    @property
    def is_direct(self) -> bool:
        return self.kind == self.Kind.DIRECT

    @property
    def is_restrained(self) -> bool:
        """Whether not everybody in it may write at any time."""
        return bool(self.is_locked or self.slow_seconds or self.holds_newcomers)

    def others(self, user_id: int | None) -> list[tuple[int, str]]:
        """Return the keys and the names of the people of a direct conversation beside one of them."""
        return [(pk, name) for pk, name in self.people or [] if pk != user_id]

    def call_after(self, people: list[list[int | str]]) -> None:
        """Make a direct conversation that of these people, each a key and a name."""
        self.people = people
        self.name = Truncator(", ".join(str(name) for _, name in people)).chars(60)

    @property
    def is_open(self) -> bool:
        return self.kind == self.Kind.OPEN
