from django.conf import settings
from django.db import models

from .room import Room


class Origin(models.Model):
    """Where a room or a person came from with an import, so that importing again finds them, whatever they are called
    by then. ``key`` names the thing where it came from, as ``slack:T024:C0123``.
    """

    key = models.CharField(max_length=120, unique=True)
    room = models.ForeignKey(Room, null=True, on_delete=models.CASCADE, related_name="origins")
    # Not "user": it stays when somebody closes their account, so that importing again does not bring them back by name.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="origins")

    def __str__(self) -> str:
        return self.key
