from typing import Any

from django.core.management.base import BaseCommand

from rooms.announcements.sending import send_due


class Command(BaseCommand):
    help = "Send the announcements whose time has come, and what was interrupted. Run it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        count = send_due()
        if count:
            self.stdout.write(f"Sent: {count}")
