from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rooms import irc_log
from rooms.importing import irc
from rooms.importing.report import Broken


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
        try:
            with file.open("rb") as log:
                # Opened before the room is made: a wrong file name leaves nothing behind.
                report = irc.take_in(log, room, day, unreadable=self._say_unreadable)
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from None
        except Broken as broken:
            raise CommandError(str(broken)) from None
        counts = report.taken_in
        self.stdout.write(
            f"{room.strip()}: {counts['added']} added, {counts['there']} there before "
            f"({counts['said']} said, {counts['notices']} happened, by {counts['people']} people); "
            f"{report.left_out['unreadable']} lines could not be read."
        )

    def _say_unreadable(self, line: irc_log.Unreadable) -> None:
        self.stderr.write(f"line {line.number}: {line.reason}")
