from django.db import models

from .room import Room


class Removal(models.Model):
    """That messages were taken out of a room without a trace, at a version of it: open pages learn it from here.

    A room keeps the last few (conversation.retention.KEPT); a page from before those gets the newest messages instead.
    """

    # The unique constraint's index finds those of a room.
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="removals", db_index=False)
    version = models.PositiveBigIntegerField()
    # Of the messages, in order.
    positions = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "version"], name="removal_unique")]

    def __str__(self) -> str:
        return f"{len(self.positions)} messages at {self.version}"
