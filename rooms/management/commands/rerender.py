from typing import Any

from django.core.management.base import BaseCommand

from rooms import conversation
from rooms.models import Room


class Command(BaseCommand):
    help = "Renders every message anew, after the rules of what can be written have changed. Open pages follow."

    def handle(self, **options: Any) -> None:
        rooms = Room.objects.order_by("pk").values_list("pk", flat=True)
        changed = 0
        for room_id in rooms:
            try:
                changed += conversation.rerender(room_id)
            except Room.DoesNotExist:
                # Deleted since the list was read.
                continue
        self.stdout.write(f"{changed} messages changed.")
