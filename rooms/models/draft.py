from django.conf import settings
from django.db import models

from .room import Room


class Draft(models.Model):
    """What somebody has begun to write in a room and not sent yet.

    ``nonce`` is that of the composer it was typed in: once there is a message with it, this is no draft any more.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    nonce = models.CharField(max_length=64)
    body = models.TextField()
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="draft_unique")]

    def __str__(self) -> str:
        return f"{self.user} in {self.room}"
