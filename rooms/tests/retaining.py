"""What tests of retention do: say how long a room keeps messages, let time pass, and look what is left."""

from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db.models import F

from rooms import conversation
from rooms.models import Message, Room


def keep(room: Room, days: int | None) -> None:
    conversation.change_room(room.pk, keep_days=days)
    room.refresh_from_db()


def age(*messages: Message, days: int = 40) -> None:
    """Let messages have been written so many days ago, as they would have been stored then."""
    for message in messages:
        Message.objects.filter(pk=message.pk).update(
            created=F("created") - timedelta(days=days),
            previous_created=F("previous_created") - timedelta(days=days),
        )


def run(**options: Any) -> str:
    out = StringIO()
    call_command("apply_retention", stdout=out, **options)
    return out.getvalue()


def bodies(room: Room) -> list[str]:
    return list(room.messages.order_by("position").values_list("body", flat=True))
