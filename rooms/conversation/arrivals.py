"""Making the rooms that come with an import, once, with those of their people who are here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User

from ..models import Membership, Origin, Room
from ..models.room import direct_key
from .direct import make_direct
from .members import admit
from .rooms import create_room
from .versions import next_version

NAME_LENGTH = Room._meta.get_field("name").max_length or 60


@dataclass(frozen=True)
class Arrival:
    """A room to make. ``key`` names it where it comes from, for ever; ``name`` is what it would like to be called."""

    key: str
    name: str
    kind: str
    # What is added to the name where another room is called so already.
    suffix: str
    members: Collection[User]
    owners: Collection[User] = ()
    topic: str = ""
    description: str = ""
    created: datetime | None = None
    archived: bool = False


@transaction.atomic
def import_room(arrival: Arrival) -> tuple[Room, bool]:
    """Return the room that came with an import, and whether it was made just now. One that was there stays as it is,
    whatever people have made of it since. People who can't sign in become no members, but of direct conversations.

    It never takes another room's place: where one is called so, it is called otherwise. A direct conversation of
    exactly these people is theirs.
    """
    if found := Origin.objects.filter(key=arrival.key, room__isnull=False).select_related("room").first():
        assert found.room
        return found.room, False
    room = _direct(arrival) if arrival.kind == Room.Kind.DIRECT else _room(arrival)
    Origin.objects.create(key=arrival.key, room=room)
    return room, True


def _direct(arrival: Arrival) -> Room:
    people = sorted(arrival.members, key=lambda person: person.pk)
    key = direct_key(person.pk for person in people)
    return Room.objects.filter(direct_key=key).first() or make_direct(key, people)


def _room(arrival: Arrival) -> Room:
    room = create_room(_free_name(arrival.name, arrival.suffix), None, arrival.kind)
    owners = {person.pk for person in arrival.owners}
    with next_version(room.pk, details=True) as room:
        room.topic = " ".join(arrival.topic.split())[: Room._meta.get_field("topic").max_length]
        room.description = arrival.description.strip()[: Room._meta.get_field("description").max_length]
        if arrival.archived:
            room.archived = timezone.now()
        for person in arrival.members:
            if person.is_active:
                admit(room, person, Membership.Role.OWNER if person.pk in owners else Membership.Role.MEMBER)
    if arrival.created:
        Room.objects.filter(pk=room.pk).update(created=arrival.created)
        room.created = arrival.created
    return room


def _free_name(name: str, suffix: str) -> str:
    name = " ".join(name.split())[:NAME_LENGTH] or suffix
    taken = Room.objects.exclude(kind=Room.Kind.DIRECT)
    if not taken.filter(name__iexact=name).exists():
        return name
    ends = [f" ({suffix})", f" ({suffix} {(Room.objects.aggregate(last=Max('pk'))['last'] or 0) + 1})"]
    names = [f"{name[: NAME_LENGTH - len(end)].rstrip()}{end}" for end in ends]
    return next((each for each in names if not taken.filter(name__iexact=each).exists()), names[-1])
