from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .room import Room


class Opening(models.Model):
    """That one of the staff broke the glass: a room that is closed to them was open to them in Admin, for a while.

    Nothing about it is changed or taken away, but for the time when it ended earlier.
    """

    # The room may be deleted; that it was opened stays.
    room = models.ForeignKey(
        Room, null=True, on_delete=models.SET_NULL, related_name="openings", verbose_name=_("room")
    )
    room_number = models.PositiveBigIntegerField(_("number of the room"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="openings", verbose_name=_("opened by")
    )
    reason = models.CharField(_("reason"), max_length=300)
    begun = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("opened room")
        verbose_name_plural = _("opened rooms")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "until"], name="opening_now")]

    if TYPE_CHECKING:
        room_id: int | None
        user_id: int

    def __str__(self) -> str:
        return f"room {self.room_number} by {self.user_id}"

    @property
    def is_open(self) -> bool:
        return self.until > timezone.now()
