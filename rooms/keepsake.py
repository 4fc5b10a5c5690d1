"""Everything that one person wrote, and what is known of them, as an archive that can be read without us: a page, the
same as data, what else is theirs as data, and the files.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User

from . import about_me, archive
from .models import Attachment, Message
from .zipping import PIECE as PIECE
from .zipping import Speech, name_in_archive, styles, zipped

FOLDER = "parley-messages"
# The look of the page, which stands in it.
STYLES = ("tokens", "markdown", "code", "keepsake")
# Where the messages come in, while the page is taken apart; nobody writes this, and nobody could with effect.
HERE = "\x00"


def as_zip(user: User) -> Iterator[bytes]:
    """Yield the archive of ``user``, piece by piece; what it says is in the language and time zone now active."""
    # Now, and not when the first piece is asked for.
    page = _Page(user)
    texts = [
        ("messages.html", page.pieces()),
        ("messages.json", _encoded(archive.as_json(user))),
        ("about-me.json", _encoded(about_me.as_json(user))),
    ]
    return zipped(FOLDER, texts, Attachment.objects.filter(message__author=user))


def _encoded(pieces: Iterator[str]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece.encode()


class _Page:
    """The page in the archive."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._speech = Speech()
        self._place: tuple[int, date] | None = None

    def pieces(self) -> Iterator[bytes]:
        with self._speech.spoken():
            context = {"person": self._user, "styles": styles(*STYLES), "messages": HERE, "written": timezone.now()}
            head, foot = render_to_string("rooms/keepsake.html", context).split(HERE)
        yield head.encode()
        for batch in archive.batches(self._user):
            with self._speech.spoken():
                entries = [self._entry(message, room_name) for message, room_name in batch]
                text = render_to_string("rooms/keepsake_messages.html", {"entries": entries})
            yield text.encode()
        yield foot.encode()

    def _entry(self, message: Message, room_name: str) -> dict[str, Any]:
        place = (message.room_id, timezone.localdate(message.created))
        # The room and the day stand above the first message of each.
        is_new_place, self._place = place != self._place, place
        files = message.attachments.all() if message.has_files else []
        return {
            "message": message,
            "room_name": room_name,
            "is_new_place": is_new_place,
            "files": [{"file": file, "address": quote(name_in_archive(file))} for file in files],
        }
