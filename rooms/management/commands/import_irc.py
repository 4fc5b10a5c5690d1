import hashlib
import re
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import people
from accounts.models import User
from rooms import conversation, irc_log
from rooms.models import Message, Room


class Command(BaseCommand):
    help = "Reads a channel log ([HH:MM] <nick> text) into a room. Run again, it only adds what is not there yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--room", required=True, help="the room's name; it is made, open, if there is none")
        parser.add_argument(
            "--date", type=date.fromisoformat, help="the log's first day, unless the file's name has it"
        )

    def handle(self, file: Path, room: str, date: date | None, **options: Any) -> None:
        day = date or irc_log.date_in(file.name)
        if day is None:
            raise CommandError(f"{file.name} names no day: give the log's first one with --date YYYY-MM-DD.")
        self.counts = Counter[str]()
        self.people: dict[str, User] = {}
        try:
            with file.open("rb") as log:
                # Opened before the room is made: a wrong file name leaves nothing behind.
                target = self._room(room)
                added = conversation.import_messages(target.pk, self._lines(target, irc_log.read(log, day)))
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from None
        counts = self.counts
        self.stdout.write(
            f"{target.name}: {added} added, {counts['parts'] - added} there before "
            f"({counts['said']} said, {counts['notices']} happened, by {len(self.people)} people); "
            f"{counts['unreadable']} lines could not be read."
        )

    def _room(self, name: str) -> Room:
        found = Room.objects.filter(name__iexact=name.strip()).first()
        try:
            return found or conversation.create_room(name, None)
        except ValidationError as refusal:
            raise CommandError(f"No room can be called that. {' '.join(refusal.messages)}") from None

    def _lines(self, room: Room, entries: Iterator[irc_log.Entry | irc_log.Unreadable]) -> Iterator[conversation.Line]:
        seen = Counter[str]()
        for entry in entries:
            if isinstance(entry, irc_log.Unreadable):
                self.counts["unreadable"] += 1
                self.stderr.write(f"line {entry.number}: {entry.reason}")
                continue
            self.counts["notices" if entry.is_notice else "said"] += 1
            # What a line says names it, not its number: a log that has grown since adds only its new lines.
            identity = f"{room.pk}|{entry.moment:%Y-%m-%d %H:%M}|{entry.nick}|{entry.text}"
            seen[identity] += 1
            digest = hashlib.sha256(f"{identity}|{seen[identity]}".encode()).hexdigest()[:32]
            kind = Message.Kind.NOTICE if entry.is_notice else Message.Kind.TEXT
            for index, text in enumerate(irc_log.parts(entry.text, settings.MESSAGE_MAX_LENGTH)):
                self.counts["parts"] += 1
                yield conversation.Line(
                    self._person(entry.nick), text, f"irc-{digest}-{index}", entry.moment, kind, is_plain=True
                )

    def _person(self, nick: str) -> User:
        """Return the placeholder for ``nick``: the same in every run and every log."""
        if nick not in self.people:
            safe = re.sub(r"[^\w.@+-]", "_", nick)[:100]
            digest = hashlib.sha256(nick.encode()).hexdigest()[:8]
            # Nobody who signed up is taken for somebody on IRC; should they hold the name, the digest makes another.
            names = [f"{safe}.irc", f"{safe}.irc-{digest}"] if safe == nick else [f"{safe}.irc-{digest}"]
            found = (people.placeholder(name, nick[:60]) for name in names)
            person = next((user for user in found if user), None)
            if person is None:
                raise CommandError(f"Somebody has signed up as {names[-1]}, the name that {nick} needs.")
            self.people[nick] = person
        return self.people[nick]
