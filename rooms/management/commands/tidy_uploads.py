from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rooms.uploads.tidying import tidy


class Command(BaseCommand):
    help = "Delete files that no message carries: a process that was killed at the wrong moment leaves some."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hours",
            type=int,
            default=24,
            help="leave younger ones alone: they may be on their way (24)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = tidy(timedelta(hours=options["hours"]))
        self.stdout.write(f"{count} files deleted.")
