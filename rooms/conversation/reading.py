"""How far people have read. Nobody else sees it, so it takes no version of the room; each writes only their own row."""

from collections.abc import Collection
from datetime import timedelta
from itertools import batched
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from accounts.wake import PEOPLE, wake
from alerts.wake import NAMED, wake_people

from ..models import Membership, Message, Room
from .calling import read_calls

# Which room somebody came to last is known as exactly as this, so that going to and fro writes nothing.
RECENTLY = timedelta(minutes=5)


class Read(NamedTuple):
    """That somebody has seen a room's messages up to a position."""

    room_id: int
    user_id: int
    position: int


def read_page(membership: Membership, *, is_called: bool = True) -> None:
    """Take note that a member has come to the newest messages of a room, whose ``membership`` was read with it.

    What called them to these is read; ``is_called`` says whether something has.

    That ends what they had marked as unread themselves. Where nothing is new and they have been here minutes ago, it
    costs nothing.
    """
    position, now = membership.room.latest_position, timezone.now()
    if is_called:
        read_calls(membership.room_id, [membership.user_id], position)
    is_new = membership.marked_unread or membership.read_position < position
    if not is_new and membership.last_read and now - membership.last_read < RECENTLY:
        return
    # Never back: another page of theirs may have shown more meanwhile.
    further = Greatest("read_position", Value(position))
    mine = Membership.objects.filter(pk=membership.pk)
    if mine.update(read_position=further, marked_unread=False, last_read=now) and is_new:
        wake_people([membership.user_id])


def read_live(reads: Collection[Read]) -> None:
    """Take note of what open pages have shown to those who look at them: one statement for all who saw the same.

    What somebody has marked as unread stays so: their page is still open. Who has left meanwhile is passed over.
    """
    together: dict[tuple[int, int], list[int]] = {}
    for room_id, user_id, position in reads:
        together.setdefault((room_id, position), []).append(user_id)
    for (room_id, position), users in together.items():
        for some in batched(users, NAMED):
            found = Membership.objects.filter(room_id=room_id, marked_unread=False, read_position__lt=position)
            # Looked up first: what one writes, others wait for.
            behind = dict(found.filter(user__in=some).values_list("pk", "user_id"))
            if behind and found.filter(pk__in=behind).update(read_position=position, last_read=timezone.now()):
                wake(PEOPLE, {"type": "people.read", "room": room_id, "users": list(behind.values())})
                read_calls(room_id, behind.values(), position)


def mark_unread(message: Message, user: User) -> None:
    """Let ``user`` find a message, and what came after it, unread until they come to the room's page again."""
    read = Membership.objects.filter(room_id=message.room_id, user=user)
    if read.update(read_position=message.position - 1, marked_unread=True):
        wake_people([user.pk])


def read_everything(user: User) -> None:
    """Take note that ``user`` wants to find nothing unread in any of their rooms."""
    latest = Room.objects.filter(pk=OuterRef("room_id")).values("latest_position")
    unread = Membership.objects.filter(user=user)
    unread = unread.filter(Q(marked_unread=True) | Q(read_position__lt=F("room__latest_position")))
    if unread.update(read_position=Subquery(latest), marked_unread=False):
        wake_people([user.pk])
