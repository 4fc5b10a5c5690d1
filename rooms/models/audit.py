from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .room import Room


class AppendOnly(TypeError):
    """Raised for what would change or take away a line of the audit log."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Reads, and nothing else: ``AuditEntry.save`` adds."""

    def update(self, **changes: Any) -> int:
        raise AppendOnly

    def bulk_update(self, *args: Any, **options: Any) -> int:
        raise AppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly

    def _raw_delete(self, using: str | None) -> int:
        raise AppendOnly


class AuditEntry(models.Model):
    """That somebody did something to somebody, in a room or on the whole site: a line of the audit log.

    ``rooms.audit.record`` writes it, and nothing changes it afterwards or takes it away; the database refuses that too
    (``rooms.append_only``). So its keys stay, and point nowhere, when what they name is gone. It holds no words of
    messages, and nobody's name: who takes their account away is a former member here too.
    """

    created = models.DateTimeField(_("when"), default=timezone.now, db_index=True, editable=False)
    # A key of rooms.audit.ACTIONS.
    action = models.CharField(_("what"), max_length=40, db_index=True)
    # Nobody's where a command of the site did it.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("to whom"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    # Without one it concerns the whole site.
    room = models.ForeignKey(
        Room,
        verbose_name=_("room"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    # What it was called then.
    room_name = models.CharField(max_length=60, blank=True)
    # Of the message that it is about.
    position = models.PositiveBigIntegerField(_("message"), null=True)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    # What was changed, by names of rooms.audit.CHANGED.
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    browser = models.CharField(_("browser"), max_length=200, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["room", "-id"], name="audit_of_room")]

    if TYPE_CHECKING:
        actor_id: int | None
        person_id: int | None
        room_id: int | None

    def __str__(self) -> str:
        return f"{self.action} by {self.actor_id}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**options, "force_insert": True})

    def get_absolute_url(self) -> str:
        """Where it stands in the log of its room."""
        return f"{reverse('rooms:audit', args=[self.room_id])}#a{self.pk}" if self.room_id else ""

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly

    @property
    def message_address(self) -> str:
        """The page of the message that it is about, or an empty text."""
        if not self.room_id or self.position is None:
            return ""
        return f"{reverse('rooms:message', args=[self.room_id, self.position])}#m{self.position}"
