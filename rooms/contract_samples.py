"""What templates are rendered with to hold them against their contracts: a message of Alice's, and its room."""

from datetime import UTC, datetime
from typing import Any

from accounts.models import User

from .completion import Offer
from .feed.changes import Changes
from .history import Window
from .models import Membership, Message, Room
from .pinned import Pins
from .presence.people import Face
from .presence.showing import Shown
from .room_list import RoomLine


def everything() -> dict[str, Any]:
    author = User(pk=1, username="alice", display_name="Alice")
    room = Room(pk=1, name="Sample", version=9)
    written = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    message = Message(pk=1, room=room, author=author, position=7, version=9, body="Hello", created=written)
    window = Window([message], has_older=True, has_newer=False)
    return {"author": author, "room": room, "message": message, "window": window, "csrf_token": "sample"}


def message() -> dict[str, Any]:
    return {"message": everything()["message"]}


def message_reacted_to() -> dict[str, Any]:
    context = message()
    context["message"].reacted = [{"emoji": "👍", "count": 1, "names": ["Alice"], "by": "1"}]
    return context


def message_in_room() -> dict[str, Any]:
    sample = everything()
    return {"message": sample["message"], "room": sample["room"]}


def room() -> dict[str, Any]:
    sample = everything()
    return sample | {"user": sample["author"], "is_newest": True, "nonce": "sample-nonce", "build": "sample"}


def composer() -> dict[str, Any]:
    return everything() | {"key": "sample-key", "nonce": "sample-nonce"}


def here() -> dict[str, Any]:
    return {"here": Shown(2, (Face(1, "Alice"),))}


def offered() -> dict[str, Any]:
    offers = [Offer("@alice", everything()["author"])]
    return {"room_id": 1, "key": "sample-key", "word": "@al", "offers": offers}


def changes() -> dict[str, Any]:
    sample = everything()
    sample["message"].thread = 3
    members = [Membership(room=sample["room"], user=sample["author"])]
    pins = Pins(1, [sample["message"]])
    changes = Changes(sample["room"], 0, 9, [sample["message"]], None, members, [], pins=pins)
    return {"changes": changes, "room": sample["room"], "hello": True}


def altered() -> dict[str, Any]:
    sample = everything()
    return {"changes": Changes(sample["room"], 8, 9, [sample["message"]], None, None, []), "room": sample["room"]}


def cut() -> dict[str, Any]:
    sample = everything()
    return {"changes": Changes(sample["room"], 9, 9, [], None, None, [], sample["window"]), "room": sample["room"]}


def attention() -> dict[str, Any]:
    line = RoomLine(1, "Sample", Room.Kind.OPEN, is_unread=True)
    return {"title": "Sample", "unread_alerts": 3, "alerts_changed": True, "rooms": [line], "room": {"pk": 2}}
