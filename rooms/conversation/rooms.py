"""Making rooms, changing what they are called, and taking them away."""

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts import acting
from accounts.models import User
from alerts.wake import wake_people

from .. import access, audit, uploads
from ..models import Attachment, Membership, Room
from ..wake import wake_room
from .calling import hush_room
from .previews import drop_pictures_of
from .versions import next_version


@transaction.atomic
def create_room(name: str, owner: User | None, kind: str = Room.Kind.OPEN, edit_minutes: int | None = None) -> Room:
    """Make a room with ``owner`` in it. Raises ``ValidationError`` for a name that is taken, empty or too long."""
    if kind == Room.Kind.DIRECT:
        raise ValidationError(gettext("A direct conversation is made for exactly its people."), code="direct")
    room = Room(name=name.strip(), kind=kind, edit_minutes=edit_minutes)
    room.full_clean()
    room.save()
    if owner or acting.person():
        audit.record("room.create", room=room, by=owner, after={"kind": kind})
    if owner:
        Membership.objects.create(room=room, user=owner, role=Membership.Role.OWNER)
        wake_people([owner.pk])
    return room


class Details(TypedDict, total=False):
    """What can be changed about a room. A new one has a line in NEEDED and a name in versions.DETAILS."""

    name: str
    kind: str
    topic: str
    description: str
    edit_minutes: int | None
    archived: datetime | None
    is_public: bool
    slow_seconds: int
    is_locked: bool
    holds_newcomers: bool
    reactions: str
    keep_days: int | None


# What somebody must be allowed to do (a key of roles.RULES) to change each.
NEEDED = {
    "name": "settings",
    "topic": "topic",
    "description": "topic",
    "edit_minutes": "settings",
    "kind": "kind",
    "archived": "archive",
    "is_public": "publish",
    "slow_seconds": "order",
    "is_locked": "order",
    "holds_newcomers": "order",
    "reactions": "order",
    "keep_days": "retention",
}


def change_room(room_id: int, *, by: User | None = None, **details: Unpack[Details]) -> Room:
    """Change the given details of a room, as ``by`` wishes; without somebody named nobody is asked. What isn't given
    stays as it is, and what stays so needs no permission.

    Raises ``ValidationError`` as ``create_room`` does, and what ``access.enter_to`` raises for ``by``.
    """
    cleaned: dict[str, Any] = dict(details)
    if "name" in cleaned:
        cleaned["name"] = cleaned["name"].strip()
    if "topic" in cleaned:
        # One line, whatever was typed or pasted.
        cleaned["topic"] = " ".join(cleaned["topic"].split())
    if "description" in cleaned:
        cleaned["description"] = cleaned["description"].replace("\r\n", "\n").strip()
    with next_version(room_id) as room:
        changed = {name: value for name, value in cleaned.items() if getattr(room, name) != value}
        if by:
            access.enter(by, room_id)
            for name in changed:
                access.enter_to(NEEDED[name], by, room_id)
        if Room.Kind.DIRECT in {room.kind, changed.get("kind")} and changed.keys() & {"kind", "name"}:
            text = gettext("A direct conversation can't become a room, nor a room a direct conversation.")
            raise ValidationError(text, code="direct")
        if not changed:
            room.version -= 1
            return room
        _record(room, changed, by)
        for name, value in changed.items():
            setattr(room, name, value)
        if "kind" in changed and "is_public" not in changed and not room.is_open:
            # Guests read open rooms only.
            room.is_public = False
        room.full_clean()
        room.details_version = room.version
    return room


def _record(room: Room, changed: dict[str, Any], by: User | None) -> None:
    before = {name: getattr(room, name) for name in changed}
    action = "room.change"
    if "archived" in changed:
        action = "room.archive" if changed["archived"] else "room.unarchive"
    elif set(changed) <= {"slow_seconds", "is_locked", "holds_newcomers", "reactions"}:
        action = "room.order"
    elif "kind" in changed or "is_public" in changed:
        action = "room.kind" if "kind" in changed else "room.publish"
    audit.record(action, room=room, by=by, before=_as_data(before), after=_as_data(changed))


def _as_data(details: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in details.items()}


def archive(room_id: int, by: User | None = None) -> Room:
    """Let nothing in a room change any more; people still find, read and leave it. Raises as ``change_room``."""
    return change_room(room_id, by=by, archived=timezone.now())


def unarchive(room_id: int, by: User | None = None) -> Room:
    """Let people talk in an archived room again. Raises as ``change_room``."""
    return change_room(room_id, by=by, archived=None)


def delete_room(room_id: int, by: User | None = None) -> None:
    """Take a room away, as ``by`` wishes, with everything said in it; its open pages end.

    Raises ``Room.DoesNotExist``, and what ``access.enter_to`` raises for ``by``.
    """
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room_id)
        if by:
            access.enter_to("delete", by, room_id)
        audit.record("room.delete", room=room, by=by, before={"kind": room.kind})
        hush_room(room)
        wake_people(list(Membership.objects.filter(room=room).values_list("user_id", flat=True)))
        uploads.remove(Attachment.objects.filter(message__room=room))
        drop_pictures_of(room_id)
        room.delete()
        # No page can hold this version, so every feed looks, and finds the room gone.
        transaction.on_commit(lambda: wake_room(room_id, room.version + 1))
