"""What was said in a channel, as lines that a room takes in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import TemporaryFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from rooms import conversation, emoji_picker
from rooms.conversation.pins import MOST_PINS
from rooms.conversation.reactions import DIFFERENT
from rooms.importing.report import Report
from rooms.models import Message

from .entry import Entry, objects, text_of, texts_of
from .export import Channel, Export, entries
from .people import People
from .text import MOST, Names, as_markdown, emojis

FENCE = "```"


@dataclass
class SlackFile:
    """A file that the archive holds."""

    name: str
    path: str
    place: str
    export: Export
    report: Report
    alive: Callable[[], None]

    def open(self) -> UploadedFile:
        self.alive()
        stream = TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it.
        size = sum(stream.write(piece) for piece in self.export.container.pieces(self.path))
        stream.seek(0)
        return UploadedFile(stream, self.name, size=size)

    def refused(self, why: ValidationError) -> None:
        self.report.taken_in["files"] -= 1
        self.report.leave_out("file_refused", f"{self.place}: {' '.join(why.messages)}")


@dataclass
class Lines:
    """Reads a channel. ``seen`` is called with each entry, ``alive`` where one takes longer."""

    export: Export
    channel: Channel
    people: People
    report: Report
    seen: Callable[[], None]
    alive: Callable[[], None] = lambda: None
    # What the room would take out again at once stays out.
    not_before: datetime | None = None
    # The keys of those who said what there is in the archive so far, by its key there.
    _authors: dict[str, int] = field(default_factory=dict)
    _pins: int = 0

    def __iter__(self) -> Iterator[conversation.Line]:
        names = Names(self._person, self._channel)
        for entry in entries(self.export, self.channel):
            self.seen()
            if reason := entry.why_not:
                self.report.leave_out(reason, entry.place)
            elif self.not_before and entry.created < self.not_before:
                self.report.leave_out("old", entry.place)
            elif entry.ts in self._authors:
                self.report.leave_out("twice", entry.place)
            else:
                yield from self._said(entry, names)

    def _said(self, entry: Entry, names: Names) -> Iterator[conversation.Line]:
        if len(entry.text) > MOST:
            self.report.leave_out("too_long", entry.place)
        body = as_markdown(entry.text, names)
        files, missing = self._files(entry)
        body = "\n".join(filter(None, (body, *missing)))
        pieces = in_pieces(body, settings.MESSAGE_MAX_LENGTH)
        if not pieces and not files:
            self.report.leave_out("empty", entry.place)
            return
        author = self.people.author_of(entry)
        nonce = self._nonce(entry.ts)
        for index, piece in enumerate(pieces or [""]):
            first = index == 0
            self.report.taken_in["parts"] += 1
            yield conversation.Line(
                author,
                piece,
                nonce if first else f"{nonce}-{index}",
                entry.created,
                Message.Kind.ACTION if entry.subtype == "me_message" else Message.Kind.TEXT,
                edited=entry.edited,
                pinned=self._pinned(entry) if first else None,
                reply_to=self._reply_to(entry, first),
                reactions=self._reactions(entry) if first else (),
                files=files if first else (),
            )
        self._authors[entry.ts] = author.pk
        self.report.taken_in["edited"] += entry.edited is not None

    def _reply_to(self, entry: Entry, first: bool) -> conversation.Name | None:
        if not entry.thread:
            return None
        root = self._authors.get(entry.thread)
        if first and root:
            self.report.taken_in["replies"] += 1
        elif first:
            self.report.leave_out("no_root", entry.place)
        return (root, self._nonce(entry.thread)) if root else None

    def _nonce(self, ts: str) -> str:
        return f"slack-{self.channel.id}-{ts}"

    def _pinned(self, entry: Entry) -> datetime | None:
        if entry.ts not in self.channel.pins and self.channel.id not in texts_of(entry.raw, "pinned_to"):
            return None
        self._pins += 1
        if self._pins > MOST_PINS:
            self.report.leave_out("pins_many", entry.place)
            return None
        self.report.taken_in["pins"] += 1
        return self.channel.pins.get(entry.ts) or entry.created

    def _reactions(self, entry: Entry) -> list[tuple[User, str]]:
        found: dict[tuple[int, str], tuple[User, str]] = {}
        different: set[str] = set()
        for raw in objects(entry.raw, "reactions"):
            people, count = texts_of(raw, "users"), raw.get("count")
            name = text_of(raw, "name")
            if isinstance(count, int) and len(people) < count < 10**9:
                self.report.leave_out("reaction_unnamed", entry.place, count - len(people))
            chosen = emoji_picker.as_chosen(emojis(f":{name}:"))
            if chosen is None:
                self.report.leave_out("emoji_unknown", f"{entry.place}: :{name[:60]}:", max(len(people), 1))
            elif chosen not in different and len(different) >= DIFFERENT:
                self.report.leave_out("emoji_many", entry.place, len(people))
            else:
                different.add(chosen)
                for key in people:
                    person = self.people.called(key)
                    found[person.pk, chosen] = (person, chosen)
        self.report.taken_in["reactions"] += len(found)
        return list(found.values())

    def _files(self, entry: Entry) -> tuple[list[SlackFile], list[str]]:
        """Return the files that are in the archive, and what stands in the message for the others."""
        held: list[SlackFile] = []
        missing = []
        for raw in objects(entry.raw, "files"):
            name = text_of(raw, "name") or text_of(raw, "title") or text_of(raw, "id") or "file"
            path = self.export.files.get(text_of(raw, "id"))
            place = f"{entry.place}: {name[:100]}"
            if path is None:
                self.report.leave_out("file_elsewhere", place)
                missing.append(f"📎 {_escaped(name[:200])}")
            elif len(held) >= settings.UPLOAD_MAX_FILES:
                self.report.leave_out("file_too_many", place)
            elif self.export.container.names[path].file_size > settings.UPLOAD_MAX_BYTES:
                self.report.leave_out("file_refused", place)
                missing.append(f"📎 {_escaped(name[:200])}")
            else:
                self.report.taken_in["files"] += 1
                held.append(SlackFile(name, path, place, self.export, self.report, self.alive))
        return held, missing

    def _person(self, key: str) -> str:
        if not self.people.known(key):
            return ""
        person = self.people.called(key)
        return f"@{person.username}" if person.is_active else f"@{_escaped(person.name)}"

    def _channel(self, key: str, label: str) -> str:
        name = next((channel.name for channel in self.export.channels if channel.id == key), "")
        return f"#{_escaped(name or label or key)}"


def in_pieces(body: str, limit: int) -> list[str]:
    """Return a text in pieces that a message can have; code that is cut goes on as code."""
    if len(body) <= limit:
        return [body] if body.strip() else []
    pieces, inside, start, room = [], False, 0, limit - 2 * len(FENCE) - 2
    while start < len(body):
        end = start + room
        if end < len(body):
            # After a line, or else after a word, where there is one.
            end = body.rfind("\n", start + room // 2, end) + 1 or body.rfind(" ", start + room // 2, end) + 1 or end
        piece, start = body[start:end], end
        whole = f"{FENCE}\n{piece}" if inside else piece
        inside ^= piece.count(FENCE) % 2 == 1
        pieces.append(f"{whole.rstrip()}\n{FENCE}" if inside else whole)
    return [piece for piece in pieces if piece.strip()]


def _escaped(name: str) -> str:
    return as_markdown(name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), Names(str, lambda *_: ""))
