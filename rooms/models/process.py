from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# One that has said nothing for so long has ended, or has nobody.
SILENT = timedelta(seconds=35)
# And after so long it is not listed any more.
FORGOTTEN = timedelta(days=1)


class ServerProcess(models.Model):
    """What a process of the server said last of its sockets (``rooms.feed.record``), which nobody else can count."""

    # As ``rooms.presence`` calls it.
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100)
    started = models.DateTimeField(_("started"))
    seen = models.DateTimeField(_("seen"))
    sockets = models.PositiveIntegerField(_("sockets"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    rooms = models.PositiveIntegerField(_("rooms"), default=0)
    # Of what was delivered last, in milliseconds from the commit to the frame. Null where nothing was.
    delay = models.FloatField(_("usual delay"), null=True)
    slow_delay = models.FloatField(_("delay of the slowest 5%"), null=True)

    class Meta:
        verbose_name = _("server process")
        verbose_name_plural = _("connections")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.seen > timezone.now() - SILENT
