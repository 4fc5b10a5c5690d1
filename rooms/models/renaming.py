from django.conf import settings
from django.db import models

from .room import Room


class Renaming(models.Model):
    """That a person whose name a room shows is called otherwise since a version of the room.

    A message keeps its version when its author's name changes, so open pages find new names here.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="renamings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="renaming_unique")]

    def __str__(self) -> str:
        return f"{self.user} at {self.version}"
