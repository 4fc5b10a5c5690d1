from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rooms import retention
from rooms.models import Room


class Command(BaseCommand):
    help = "Deletes messages older than the site or their room keeps them, for good. To be run once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")
        parser.add_argument("--room", help="the name of the one room to look at")

    def handle(self, dry_run: bool, room: str | None, **options: Any) -> None:
        rooms = retention.rooms_concerned()
        if room:
            if not Room.objects.filter(name__iexact=room).exists():
                raise CommandError(f"There is no room called {room}.")
            rooms = rooms.filter(name__iexact=room)
        outcomes = filter(None, map(retention.what_would_go, rooms)) if dry_run else retention.apply(rooms)
        messages = files = 0
        for outcome in outcomes:
            if outcome.messages:
                messages += outcome.messages
                files += outcome.files
                self.stdout.write(
                    f"{outcome.room} keeps {outcome.days} days: {outcome.messages} messages, {outcome.files} files"
                )
        done = "would be deleted" if dry_run else "deleted"
        self.stdout.write(f"{messages} messages and {files} files {done}.")
