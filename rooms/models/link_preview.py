from typing import TYPE_CHECKING, TypedDict

from django.db import models

from .message import Message


class LinkedPicture(TypedDict):
    """A picture of a linked page: the key of its ``LinkPreview``, and its size in pixels."""

    key: int
    width: int
    height: int


class Linked(TypedDict):
    """What a message shows of the page that it links to: ``Message.linked`` is one of these.

    ``url`` is as it was written; ``host`` is who answered in the end. ``description`` may be empty.
    """

    url: str
    host: str
    title: str
    description: str
    picture: LinkedPicture | None


class LinkPreview(models.Model):
    """That a message's first link has been looked at. What is shown of it is in ``Message.linked``."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="link_preview")
    # Of the address, which may be too long for an index.
    digest = models.CharField(max_length=32)
    # The storage's name of the picture, a WebP of ours; empty without one.
    file = models.CharField(max_length=200, blank=True)
    fetched = models.DateTimeField()
    # Somebody took it away, so it doesn't come back.
    is_removed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["digest", "fetched"], name="link_preview_recent")]

    if TYPE_CHECKING:
        message_id: int

    def __str__(self) -> str:
        return f"preview of {self.message_id}"
