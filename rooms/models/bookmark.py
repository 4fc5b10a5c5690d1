from django.conf import settings
from django.db import models

from .message import Message


class Bookmark(models.Model):
    """That somebody wants to find a message again. Nobody else sees it, so it costs its room no version."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="bookmarks")
    # The unique constraint's index finds those of a person.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks", db_index=False
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "message"], name="bookmark_unique")]

    def __str__(self) -> str:
        return f"{self.message} kept by {self.user}"
