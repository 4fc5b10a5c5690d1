"""Ten thousand messages from Slack come in quickly, and once."""

import time
from typing import Any

from django.db import connection
from django.db.models import Max

from accounts.models import User
from rooms import slack
from rooms.models import Attachment, Membership, Message, Origin, Reaction, Room

from .files import empty_storage, stored_files  # noqa: F401
from .slack_exports import large

# PostgreSQL takes fewer: what is the same there needs no second look.
MESSAGES = {"sqlite": 10_000, "postgresql": 1_000}


def everything() -> dict[str, Any]:
    """All that an import writes, for a comparison."""
    return {
        "messages": list(Message.objects.order_by("pk").values_list()),
        "rooms": list(Room.objects.order_by("pk").values_list()),
        "people": list(User.objects.order_by("pk").values_list()),
        "reactions": list(Reaction.objects.order_by("pk").values_list()),
        "files": (list(Attachment.objects.order_by("pk").values_list()), stored_files()),
        "origins": list(Origin.objects.order_by("pk").values_list()),
        "members": list(Membership.objects.order_by("pk").values_list()),
    }


def test_a_large_export_comes_in_and_a_second_run_changes_nothing(alice: User, bob: User) -> None:
    messages = MESSAGES[connection.vendor]
    archive = large(messages)
    began = time.monotonic()
    report = slack.take_in(archive, "export.zip")
    took = time.monotonic() - began
    print(f"{messages / took:.0f} messages a second")
    assert report.taken_in["added"] == Message.objects.count() == messages
    # Joins, one to a channel.
    assert report.left_out == {"happened:channel_join": 4}
    for room in Room.objects.annotate(last=Max("messages__position")):
        positions = list(room.messages.order_by("position").values_list("position", flat=True))
        assert positions == list(range(positions[0], room.version + 1))
        assert room.last == room.latest_position == room.version
    replies = Message.objects.exclude(thread=None).count()
    assert replies == report.taken_in["replies"] > messages / 6
    assert sum(Message.objects.values_list("reply_count", flat=True)) == replies
    assert Message.objects.exclude(edited=None).count() == report.taken_in["edited"] > messages / 12
    assert Reaction.objects.count() == report.taken_in["reactions"] > messages / 3
    assert Attachment.objects.count() == report.taken_in["files"] >= messages / 100
    before = everything()
    again = slack.take_in(archive, "export.zip")
    assert (again.taken_in["added"], again.taken_in["there"]) == (0, messages)
    assert everything() == before
