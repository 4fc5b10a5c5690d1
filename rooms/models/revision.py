from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .message import Message


class MessageRevision(models.Model):
    """What a message said until somebody edited it. It goes with the message's words when those are deleted."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="revisions")
    body = models.TextField(_("text"))
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    edited = models.DateTimeField(_("edited"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.message} until {self.edited}"
