"""What templates are rendered with to hold them against their contracts, and to be looked at in the workbench.

A room with a message of Alice's at position 7. Nothing of it is stored. What renderings are kept by (a message's primary key, a
room's ``details_version``) is negative, so that no real page is ever given one of a sample.
"""

from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator

from accounts.models import User
from alerts.models import Alert

from ..announcements.board import Line
from ..completion import Offer
from ..feed.changes import Changes
from ..history import Window
from ..models import Attachment, Membership, Message, Room
from ..models.reaction import Reacted
from ..pinned import Pins
from ..presence.people import Face
from ..presence.showing import Shown
from ..room_list import RoomLine

WRITTEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
KEY = "sample-key"


def alice(**changes: Any) -> User:
    return User(pk=1, username="alice", display_name="Alice", **changes)


def bob() -> User:
    return User(pk=2, username="bob", display_name="Bob")


def the_room(**changes: Any) -> Room:
    return Room(pk=1, **{"name": "Sample", "version": 9, "details_version": -1} | changes)


def said(body: str = "Hello", **changes: Any) -> Message:
    """Return a message of Alice's; ``changes`` are fields of it that are otherwise."""
    fields: dict[str, Any] = {"author": alice(), "position": 7, "version": 9, "created": WRITTEN, "room": the_room()}
    fields |= changes
    return Message(pk=-fields["position"], body=body, **fields)


def reaction(emoji: str, *people: User) -> Reacted:
    by = " ".join(str(person.pk) for person in people)
    return {"emoji": emoji, "count": len(people), "names": [person.name for person in people], "by": by}


def with_files(message: Message, *files: Attachment) -> Message:
    """Return ``message`` as if it carried ``files``."""
    message.files_digest = "sample"
    for file in files:
        file.message = message
    message._prefetched_objects_cache = {"attachments": list(files)}  # type: ignore[attr-defined]
    return message


def a_file() -> Attachment:
    return Attachment(pk=1, name="minutes of the meeting.pdf", content_type="application/pdf", size=123_456)


def a_picture(moves: bool = False) -> Attachment:
    previews = [{"width": width, "height": width * 3 // 4, "file": f"{width}.webp"} for width in (320, 640, 1280)]
    facts = {"content_type": "image/gif" if moves else "image/jpeg", "width": 1600, "height": 1200, "size": 345_678}
    return Attachment(pk=3 if moves else 2, name="harbour.jpg", previews=previews, moves=moves, **facts)


def linked(picture: bool = True) -> dict[str, Any]:
    page = {"url": "https://example.com/tea", "host": "example.com", "title": "All about tea"}
    shown = {"key": 1, "width": 400, "height": 225} if picture else None
    return page | {"description": "How to make it, and when to drink it.", "picture": shown}


def everything() -> dict[str, Any]:
    message = said()
    window = Window([message], has_older=True, has_newer=False)
    return {
        "author": message.author,
        "room": message.room,
        "message": message,
        "window": window,
        "csrf_token": "sample",
    }


def message(**changes: Any) -> dict[str, Any]:
    return {"message": said(**changes)}


def message_of_every_kind() -> dict[str, Any]:
    """Return a message with everything that one may have."""
    original = said("What is it?", position=3, author=bob())
    reacted = [reaction("👍", alice())]
    much = said(edited=WRITTEN, pinned=WRITTEN, reply_to=3, reply_count=2, reacted=reacted, linked=linked())
    much.original = original
    return {"message": with_files(much, a_file(), a_picture(), a_picture(moves=True))}


def message_in_room() -> dict[str, Any]:
    sample = everything()
    return {"message": sample["message"], "room": sample["room"]}


def members(room: Room) -> list[Membership]:
    return [Membership(room=room, user=alice(), role="owner"), Membership(room=room, user=bob(), role="member")]


def lines() -> list[RoomLine]:
    return [
        RoomLine(1, "Sample", Room.Kind.OPEN, is_unread=True),
        RoomLine(3, "", Room.Kind.DIRECT, is_unread=False, others=((2, "Bob"),)),
    ]


def room() -> dict[str, Any]:
    sample = everything()
    page = {"user": sample["author"], "is_newest": True, "nonce": "sample-nonce", "build": "sample"}
    beside = {"rooms": lines(), "members": members(sample["room"]), "pins": Pins(1, [said(pinned=WRITTEN)])}
    return sample | page | beside | here() | {"unread_alerts": 3, "csp_nonce": "sample", "LANGUAGE_CODE": "en"}


def room_in_the_past() -> dict[str, Any]:
    """Return what a page around an old message is rendered with."""
    sample = room()
    window = Window([sample["message"]], has_older=False, has_newer=True)
    return sample | {"is_newest": False, "window": window, "chosen": 7, "first_new": 7}


def direct_room() -> dict[str, Any]:
    sample = room()
    direct = the_room(kind=Room.Kind.DIRECT, people=[[1, "Alice"], [2, "Bob"]])
    return sample | {"room": direct}


def composer(**changes: Any) -> dict[str, Any]:
    return everything() | {"key": KEY, "nonce": "sample-nonce"} | changes


def sent(**changes: Any) -> dict[str, Any]:
    return everything() | {"sent": KEY, "nonce": "sample-nonce", "pattern": "Hello"} | changes


def here() -> dict[str, Any]:
    return {"here": Shown(3, (Face(1, "Alice"), Face(2, "Bob")))}


def offered() -> dict[str, Any]:
    offers = [Offer("@alice", alice())]
    return {"room_id": 1, "key": KEY, "word": "@al", "offers": offers}


def changes() -> dict[str, Any]:
    room, message = the_room(), said(thread=3)
    pins = Pins(1, [message])
    changes = Changes(room, 0, 9, [message], None, members(room), [], pins=pins)
    return {"changes": changes, "room": room, "hello": True}


def altered() -> dict[str, Any]:
    room, message = the_room(), said(is_quoted=True)
    return {"changes": Changes(room, 8, 9, [message], None, None, []), "room": room}


def renamed() -> dict[str, Any]:
    room = the_room()
    return {"changes": Changes(room, 8, 9, [], None, None, [bob()]), "room": room}


def too_far_behind() -> dict[str, Any]:
    room = the_room()
    newest = Window([said()], has_older=True, has_newer=False)
    return {"changes": Changes(room, 4, 9, [], newest, None, []), "room": room}


def removed() -> dict[str, Any]:
    """Context of a frame that takes two messages off the page."""
    room = the_room()
    return {"changes": Changes(room, 8, 9, [], None, None, [], removed=[3, 7]), "room": room}


def cut() -> dict[str, Any]:
    room = the_room()
    window = Window([said()], has_older=True, has_newer=False)
    return {"changes": Changes(room, 9, 9, [], None, None, [], window), "room": room}


def announced() -> list[Line]:
    return [Line(4, "Closed on Friday", "/rooms/1/", WRITTEN, None, 1)]


def attention() -> dict[str, Any]:
    shown = {"title": "Sample", "unread_alerts": 3, "alerts_changed": True, "lines": announced()}
    shown |= {"sounds": True, "inbox_changed": True}
    return shown | {"rooms": [RoomLine(1, "Sample", Room.Kind.OPEN, is_unread=True)], "room": {"pk": 2}}


def alert(key: int, **changes: Any) -> Alert:
    return Alert(
        pk=key, kind="mention", actor=bob(), content="@alice Hello", place="Sample", created=WRITTEN, **changes
    )


def inbox() -> dict[str, Any]:
    page = Paginator([alert(1), alert(2, read=WRITTEN)], 50).page(1)
    filters = [("all", "All"), ("unread", "Unread")]
    return {
        "page": page,
        "filters": filters,
        "show": "all",
        "state": "sample",
        "unread_alerts": 1,
        "csrf_token": "sample",
    }


def menu(**changes: Any) -> dict[str, Any]:
    """Return what the menu of a message is rendered with for somebody who may do everything."""
    may = {
        "reply",
        "edit",
        "react",
        "pin",
        "bookmark",
        "unread",
        "remove_preview",
        "history",
        "report",
        "hide",
        "delete",
    }
    message = said(linked=linked(), edited=WRITTEN)
    return {"message": message, "may": may, "in_place": True, "csrf_token": "sample"} | changes


def editor(**changes: Any) -> dict[str, Any]:
    return {"message": said(), "body": "Hello", "csrf_token": "sample"} | changes


def picker(**changes: Any) -> dict[str, Any]:
    choices = [{"emoji": "👍", "name": "thumbs up"}, {"emoji": "🎉", "name": "party popper"}]
    message = said(reacted=[reaction("👍", alice(), bob())])
    return {
        "message": message,
        "choices": choices,
        "query": "",
        "mine": ["👍"],
        "in_place": True,
        "csrf_token": "sample",
    } | changes
