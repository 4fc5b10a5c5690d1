from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A process at work on an import says so more often than this; one that is silent for longer has died.
SILENCE = timedelta(seconds=60)


class ImportJob(models.Model):
    """A file that somebody wants to take in, how far that has come, and what was left out."""

    class Source(models.TextChoices):
        SLACK = "slack", _("Slack export (ZIP)")
        IRC = "irc", _("Channel log from IRC")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CHECKING = "checking", _("looking through the file")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        BROKEN = "broken", _("refused: the file is broken")
        FAILED = "failed", _("stopped by an error")

    source = models.CharField(_("what it is"), max_length=10, choices=Source, default=Source.SLACK)
    name = models.CharField(_("file"), max_length=200)
    # Of the upload in the storage; empty once it isn't needed any more.
    file = models.CharField(max_length=200, blank=True)
    # What the import was asked to do: keys of the form.
    options = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("in all"), default=0)
    # Why it was refused, and where in the file.
    error = models.TextField(_("why"), blank=True)
    # A slack.report.Report as data.
    report = models.JSONField(default=dict)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("started by")
    )
    created = models.DateTimeField(_("started"), auto_now_add=True)
    # When its process was last heard of.
    heard = models.DateTimeField(null=True)
    finished = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY and not self.is_interrupted

    @property
    def is_interrupted(self) -> bool:
        """Whether its process has died in the middle: it can go on where it was."""
        return self.state in UNDER_WAY and (self.heard or self.created) < timezone.now() - SILENCE

    @property
    def can_go_on(self) -> bool:
        return bool(self.file) and (self.is_interrupted or self.state == self.State.FAILED)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


UNDER_WAY = {ImportJob.State.WAITING, ImportJob.State.CHECKING, ImportJob.State.RUNNING}
