"""Making rooms, changing what they are called, and taking them away."""

from types import EllipsisType

from django.db import transaction

from accounts.models import User
from alerts.wake import wake_people

from .. import uploads
from ..models import Attachment, Membership, Room
from ..wake import wake_room
from .calling import hush_room
from .previews import drop_pictures_of
from .versions import next_version


@transaction.atomic
def create_room(name: str, owner: User | None, kind: str = Room.Kind.OPEN, edit_minutes: int | None = None) -> Room:
    """Make a room with ``owner`` in it. Raises ``ValidationError`` for a name that is taken, empty or too long."""
    room = Room(name=name.strip(), kind=kind, edit_minutes=edit_minutes)
    room.full_clean()
    room.save()
    if owner:
        Membership.objects.create(room=room, user=owner, role=Membership.Role.OWNER)
        wake_people([owner.pk])
    return room


def change_room(room_id: int, *, name: str, kind: str, edit_minutes: int | EllipsisType | None = ...) -> Room:
    """Give a room another name, kind, or time for editing (``...`` leaves that as it is).

    Raises ``ValidationError`` as ``create_room`` does.
    """
    with next_version(room_id, details=True) as room:
        room.name = name.strip()
        room.kind = kind
        if edit_minutes is not ...:
            room.edit_minutes = edit_minutes
        room.full_clean()
    return room


def delete_room(room_id: int) -> None:
    """Take a room away with everything said in it; its open pages end. Raises ``Room.DoesNotExist``."""
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room_id)
        hush_room(room)
        wake_people(list(Membership.objects.filter(room=room).values_list("user_id", flat=True)))
        uploads.remove(Attachment.objects.filter(message__room=room))
        drop_pictures_of(room_id)
        room.delete()
        # No page can hold this version, so every feed looks, and finds the room gone.
        transaction.on_commit(lambda: wake_room(room_id, room.version + 1))
