import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rooms import slack
from rooms.importing.report import Broken, lines_of


class Command(BaseCommand):
    help = "Takes in a Slack export (ZIP). Run again, it goes on where it was, and adds only what is not there yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--trust-addresses",
            action="store_true",
            help="match people also by addresses of accounts that nobody has confirmed",
        )

    def handle(self, file: Path, trust_addresses: bool, **options: Any) -> None:
        self.shown = 0.0
        began = time.monotonic()
        try:
            with file.open("rb") as archive:
                report = slack.take_in(
                    archive, file.name, trust_addresses=trust_addresses, progress=self._show_progress
                )
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from None
        except Broken as broken:
            raise CommandError(f"Nothing was changed. {broken}") from None
        taken_in, left_out = lines_of(report.as_data())
        for count, what in taken_in:
            self.stdout.write(f"{count:>9} {what}")
        self.stdout.write("Left out:" if left_out else "Nothing was left out.")
        for count, why, places in left_out:
            self.stdout.write(f"{count:>9} {why}")
            for place in places:
                self.stdout.write(f"          {place}")
        self.stdout.write(f"It took {time.monotonic() - began:.1f} s.")

    def _show_progress(self, done: int, total: int) -> None:
        # On a terminal only: nobody wants a thousand lines in a log.
        if sys.stderr.isatty() and (time.monotonic() - self.shown > 0.2 or done == total):
            self.shown = time.monotonic()
            text = f"{done} of {total} ({100 * done // total}%)" if total else "Looking through the archive"
            self.stderr.write(f"\r{text:<60}", ending="" if not total or done < total else "\n")
