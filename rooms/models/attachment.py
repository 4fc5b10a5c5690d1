from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .message import Message

# What browsers show without being able to run anything in it. Everything else is only ever a download.
PICTURES = {"image/jpeg", "image/png", "image/gif", "image/webp"}


class Preview(TypedDict):
    """A smaller WebP of a picture: its size in pixels, and the name of its file in the storage."""

    width: int
    height: int
    file: str


class Attachment(models.Model):
    """A file that a message carries. It is born with the message, and ``rooms.uploads`` takes its files away with it.

    Nothing about it changes, so neither do the files: they may be kept for as long as they may be seen at all.
    """

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("message")
    )
    file = models.FileField(_("file"), max_length=200, editable=False)
    name = models.CharField(_("name"), max_length=200, editable=False)
    # As its content says, and not as the sender or the name did.
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    # Of the name and the content as they were sent.
    digest = models.CharField(max_length=32, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    moves = models.BooleanField(_("moving picture"), default=False, editable=False)
    # From the smallest, which is the size shown in the conversation, to the one that fills a screen.
    previews = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["pk"]

    if TYPE_CHECKING:
        message_id: int

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rooms:file", args=[self.message.room_id, self.pk])

    @property
    def is_picture(self) -> bool:
        return self.content_type in PICTURES and bool(self.previews)

    @property
    def shown(self) -> dict[str, object]:
        """The picture as it stands in the conversation: a preview with its address."""
        return self._with_address(self.previews[0])

    @property
    def large(self) -> dict[str, object]:
        """The picture as it fills a screen."""
        return self._with_address(self.previews[-1])

    @property
    def srcset(self) -> str:
        """The previews for plain and for dense screens, as ``srcset`` takes them."""
        smallest = self.previews[0]["width"]
        return ", ".join(
            f"{self._address(preview)} {preview['width'] / smallest:.2f}x" for preview in self.previews[:2]
        )

    def file_of_preview(self, width: int) -> str:
        """Return the storage's name of the preview of this width, or an empty text."""
        return next((preview["file"] for preview in self.previews if preview["width"] == width), "")

    def files(self) -> Iterator[str]:
        """Yield the storage's names of everything kept for this attachment."""
        yield str(self.file.name)
        for preview in self.previews:
            yield preview["file"]

    def _address(self, preview: Preview) -> str:
        return reverse("rooms:preview", args=[self.message.room_id, self.pk, preview["width"]])

    def _with_address(self, preview: Preview) -> dict[str, object]:
        return {"width": preview["width"], "height": preview["height"], "url": self._address(preview)}
