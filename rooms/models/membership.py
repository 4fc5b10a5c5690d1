from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .room import Room


class Membership(models.Model):
    """That somebody belongs to a room, as what, and how far they have read."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MODERATOR = "moderator", _("Moderator")
        MEMBER = "member", _("Member")

    class Level(models.TextChoices):
        EVERYTHING = "everything", _("Everything")
        MENTIONS = "mentions", _("Mentions")
        NOTHING = "nothing", _("Nothing")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("room"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    notification_level = models.CharField(_("notify about"), max_length=10, choices=Level, default=Level.MENTIONS)
    read_position = models.PositiveBigIntegerField(_("read up to"), default=0, editable=False)
    # They want to find the room unread, although they have seen what is in it; until they come to its page again.
    marked_unread = models.BooleanField(default=False, db_default=False, editable=False)
    # Until then they only read; null for those who aren't muted.
    muted_until = models.DateTimeField(_("muted until"), null=True, editable=False)
    # They came while the room held what newcomers say, and no moderator has approved anything of theirs yet.
    is_new = models.BooleanField(default=False, db_default=False, editable=False)
    # When they last came to the room's page or saw something new in it, within some minutes; empty until then.
    last_read = models.DateTimeField(null=True, editable=False)
    joined = models.DateTimeField(_("joined"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="membership_unique")]

    def __str__(self) -> str:
        return f"{self.user} in {self.room}"

    @property
    def is_muted(self) -> bool:
        return self.muted_until is not None and self.muted_until > timezone.now()
