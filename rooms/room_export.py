"""Everything that was said in a room, as an archive that can be read without us: pages, data, and the files.

docs/import-export.md describes the data. It is made in pieces, as ``zipping`` says: a room may have a million messages.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils import timezone

from .history import with_files, with_originals
from .models import Attachment, Membership, Message, Reaction, Room
from .zipping import Part, Speech, name_in_archive, styles, zipped

SCHEMA = "parley-room/1"
BATCH = 200
# So many messages are on one page.
PAGE = 1000
STYLES = ("tokens", "markdown", "code", "keepsake", "room-export")
HERE = "\x00"


@dataclass(frozen=True)
class Page:
    """A page of the archive: where its messages begin, and when the first of them was written."""

    number: int
    first: int
    written: datetime

    @property
    def name(self) -> str:
        return f"page-{self.number:04}.html"


def name_of(room: Room) -> str:
    return f"parley-room-{room.pk}"


def as_zip(room: Room) -> Iterator[bytes]:
    """Yield the archive of a room as it is now, piece by piece; its pages are in the language and zone now active."""
    export = _Export(room)
    attachments = Attachment.objects.filter(message__room=room, message__position__lte=room.version)
    return zipped(name_of(room), export.texts(), attachments)


class _Export:
    def __init__(self, room: Room) -> None:
        self._room = room
        self._speech = Speech()
        self._written = timezone.now()

    def texts(self) -> Iterator[Part]:
        self._pages = list(self._find_pages())
        self._firsts = [page.first for page in self._pages]
        yield "look.css", iter([styles(*STYLES).encode()])
        yield "index.html", self._index()
        yield "room.json", self._data()
        for page in self._pages:
            yield page.name, self._page(page)

    def _messages(self) -> Any:
        # What is said while this is made belongs to the next one.
        return Message.objects.filter(room=self._room, position__lte=self._room.version)

    def _find_pages(self) -> Iterator[Page]:
        found = self._messages().order_by("position").values_list("position", "created")
        for index, (position, created) in enumerate(found.iterator(5000)):
            if index % PAGE == 0:
                yield Page(index // PAGE + 1, position, created)

    def _batches(self, first: int = 0, end: int | None = None) -> Iterator[list[Message]]:
        """Yield the messages from a position on, up to but without another, some at a time."""
        found = self._messages().select_related("author").order_by("position")
        if end is not None:
            found = found.filter(position__lt=end)
        while batch := list(found.filter(position__gte=first)[:BATCH]):
            first = batch[-1].position + 1
            with_files(batch)
            yield batch

    def _index(self) -> Iterator[bytes]:
        with self._speech.spoken():
            context = {"room": self._room, "pages": self._pages, "written": self._written}
            yield render_to_string("rooms/export/index.html", context).encode()

    def _page(self, page: Page) -> Iterator[bytes]:
        before = self._pages[page.number - 2] if page.number > 1 else None
        after = self._pages[page.number] if page.number < len(self._pages) else None
        with self._speech.spoken():
            context = {"room": self._room, "page": page, "before": before, "after": after, "messages": HERE}
            head, foot = render_to_string("rooms/export/page.html", context).split(HERE)
        yield head.encode()
        for batch in self._batches(page.first, after.first if after else None):
            with_originals(batch)
            with self._speech.spoken():
                entries = [self._entry(message, is_first=message.position == page.first) for message in batch]
                text = render_to_string("rooms/export/messages.html", {"entries": entries})
            yield text.encode()
        yield foot.encode()

    def _entry(self, message: Message, *, is_first: bool) -> dict[str, Any]:
        original = message.original
        return {
            "message": message,
            "is_new_day": is_first or message.starts_day,
            "files": _files(message, lambda file: {"file": file, "address": quote(name_in_archive(file))}),
            "original": original,
            "original_page": self._page_with(original.position) if original else "",
        }

    def _page_with(self, position: int) -> str:
        return self._pages[bisect_right(self._firsts, position) - 1].name

    def _data(self) -> Iterator[bytes]:
        room = self._room
        about = {
            "schema": SCHEMA,
            "written": self._written.isoformat(),
            "room": {
                "id": room.pk,
                "name": room.name,
                "kind": room.kind,
                "topic": room.topic,
                "description": room.description,
                "created": room.created.isoformat(),
                "archived": _said(room.archived),
                "version": room.version,
            },
        }
        yield json.dumps(about, ensure_ascii=False).removesuffix("}").encode()
        yield b', "members": ['
        members = Membership.objects.filter(room=room).order_by("pk").values_list(
            "user_id", "user__username", "user__display_name", "role", "joined"
        )  # fmt: skip
        separator = "\n"
        for key, username, name, role, joined in members.iterator(2000):
            member = {"id": key, "username": username, "name": name or username, "role": role}
            yield (separator + json.dumps(member | {"joined": joined.isoformat()}, ensure_ascii=False)).encode()
            separator = ",\n"
        yield b'\n], "messages": ['
        separator = "\n"
        for batch in self._batches():
            reactions = _reactions(batch)
            lines = (json.dumps(_as_data(message, reactions[message.pk]), ensure_ascii=False) for message in batch)
            yield (separator + ",\n".join(lines)).encode()
            separator = ",\n"
        yield b"\n]}\n"


def _reactions(messages: list[Message]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    reacted = [message.pk for message in messages if message.reacted]
    given = Reaction.objects.filter(message__in=reacted).order_by("pk") if reacted else Reaction.objects.none()
    for key, emoji, username in given.values_list("message_id", "emoji", "user__username"):
        found[key][emoji].append(username)
    shown = {key: [{"emoji": emoji, "by": by} for emoji, by in emojis.items()] for key, emojis in found.items()}
    return defaultdict(list, shown)


def _as_data(message: Message, reactions: list[dict[str, Any]]) -> dict[str, Any]:
    """A message as docs/import-export.md describes it; of a deleted one little is left."""
    author = message.author
    return {
        "position": message.position,
        "kind": message.kind,
        "author": {"id": author.pk, "username": author.username, "name": author.name},
        "written": message.created.isoformat(),
        "edited": _said(message.edited),
        "deleted": _said(message.deleted),
        "pinned": _said(message.pinned),
        "reply_to": message.reply_to,
        "thread": message.thread,
        "source": message.body,
        "html": message.html,
        "reactions": reactions,
        "files": _files(message, _file_as_data),
    }


def _files(message: Message, shown: Any) -> list[dict[str, Any]]:
    return [shown(file) for file in message.attachments.all()] if message.has_files else []


def _file_as_data(file: Attachment) -> dict[str, Any]:
    return {"name": file.name, "type": file.content_type, "size": file.size, "path": name_in_archive(file)}


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
