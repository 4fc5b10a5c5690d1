from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Alert(models.Model):
    """Something that calls one person's attention. It knows nothing of rooms: it carries its text and its link."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts")
    content = models.CharField(_("content"), max_length=200)
    link = models.CharField(_("link"), max_length=200, blank=True)
    subject = models.CharField(
        _("subject"), max_length=100, blank=True, help_text=_("The key of what the alert is about.")
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.content
