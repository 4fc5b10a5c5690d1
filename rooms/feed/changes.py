"""What changed in a room since a version: the only way in which anything reaches a live page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from accounts.prepared import Prepared

from .. import history
from ..models import Membership, Message, Removal, Renaming, Room
from ..pinned import Pins, pins_shown


@dataclass(frozen=True)
class Changes:
    """What a page at version ``since`` lacks to be at ``version``. Applying it twice is the same as once."""

    room: Room
    since: int
    version: int
    messages: list[Message]
    # The newest page instead of the single changes, for a page that is too far behind.
    newest: history.Window | None
    members: list[Membership] | None
    # People who are called otherwise than on a page at ``since``.
    renamed: list[User]
    # The message with which a page begins that is not to grow for ever, every now and then.
    cut: history.Window | None = None
    pins: Pins | None = None
    # Positions of messages that were taken out without a trace.
    removed: list[int] = field(default_factory=list)

    @property
    def born(self) -> list[Message]:
        """Messages that a page at ``since`` has never had."""
        return [message for message in self.messages if message.position > self.since]

    @property
    def altered(self) -> list[Message]:
        """Messages that a page at ``since`` may have in an older state."""
        return [message for message in self.messages if message.position <= self.since]


_room = Prepared(lambda pk: Room.objects.filter(pk=pk), int)


def _read_room(room_id: int) -> Room:
    room = _room.first(room_id)
    if room is None:
        raise Room.DoesNotExist(f"no room {room_id}")
    return room


@cache
def _last_changed(limit: int) -> Prepared[Message]:
    def build(room_id: int, floor: int) -> QuerySet[Message]:
        changed = Message.objects.filter(room_id=room_id, version__gt=floor).select_related("author")
        return changed.order_by("-version")[:limit]

    return Prepared(build, int, int)


class Recent:
    """The last changes of a room, read once, to answer any number of pages at different versions.

    The room is read before its messages, and the messages without an upper bound. Versions commit in their order (the
    room's lock is held until then), so whatever a read sees is complete up to the greatest version in it.
    Raises ``Room.DoesNotExist``.
    """

    def __init__(self, room_id: int, floor: int) -> None:
        self.room = _read_room(room_id)
        limit = settings.FEED_REPLAY_LIMIT
        found = _last_changed(limit + 1).all(room_id, floor)
        history.with_files(found[:limit])
        originals = history.with_originals(found[:limit])
        self.version = max(self.room.version, found[0].version if found else 0)
        if max([self.version, *(original.version for original in originals)]) > self.room.version:
            # Something came between the reads: who is in the room, and its name, may have changed before it.
            self.room = _read_room(room_id)
        # Below the horizon something is missing from ``found``.
        self.horizon = found[limit].version if len(found) > limit else floor
        self._removals = self._read_removals(floor) if self.room.removed_version > floor else []
        self.horizon = max(self.horizon, self.room.forgotten_version)
        self._messages = sorted(found[:limit], key=lambda message: message.position)
        self._newest: history.Window | None = None
        self._members: list[Membership] | None = None
        self._cut: history.Window | None = None
        self._pins: Pins | None = None
        self._renamings = (
            list(Renaming.objects.filter(room_id=room_id, version__gt=floor).select_related("user"))
            if self.room.details_version > floor
            else []
        )

    def _read_removals(self, floor: int) -> list[Removal]:
        found = list(Removal.objects.filter(room=self.room, version__gt=floor))
        # Some may have been forgotten since the room was read.
        forgotten = Room.objects.filter(pk=self.room.pk).values_list("forgotten_version", flat=True).first()
        self.horizon = max(self.horizon, forgotten or 0)
        return found

    def since(self, version: int) -> Changes:
        """Return what a page at ``version`` lacks."""
        too_far = version < self.horizon
        return Changes(
            room=self.room,
            since=version,
            version=self.version,
            messages=[] if too_far else [message for message in self._messages if message.version > version],
            newest=self._newest_page() if too_far else None,
            members=self._member_list() if self.room.details_version > version else None,
            renamed=[renaming.user for renaming in self._renamings if renaming.version > version],
            cut=None if too_far else self._page_cut(version),
            pins=self._pin_list() if self.room.details_version > version else None,
            removed=[] if too_far else self._removed_since(version),
        )

    def _removed_since(self, version: int) -> list[int]:
        # What a page has never had need not be taken off it.
        found = (position for each in self._removals if each.version > version for position in each.positions)
        return [position for position in found if position <= version]

    @property
    def born(self) -> list[tuple[int, int]]:
        """The positions of the messages that were read, and who wrote each."""
        return [(message.position, message.author_id) for message in self._messages]

    def _page_cut(self, version: int) -> history.Window | None:
        # In steps, so that it costs one read for hundreds of messages. Every live page passes each step.
        limit = settings.FEED_PAGE_MESSAGES
        step = limit // 4
        if version // step == self.version // step:
            return None
        self._cut = self._cut or history.first_of_newest(self.room, limit)
        return self._cut

    def _newest_page(self) -> history.Window:
        if self._newest is None:
            self._newest = self._of_the_room(history.newest)
        return self._newest

    def _member_list(self) -> list[Membership]:
        if self._members is None:
            self._members = self._of_the_room(members_shown)
        return self._members

    def _pin_list(self) -> Pins:
        if self._pins is None:
            self._pins = self._of_the_room(pins_shown)
        return self._pins

    def _of_the_room[T](self, read: Callable[[Room], T]) -> T:
        """Return what ``read`` finds. Who is delivered to is decided by ``room``, which must not be older than that."""
        while True:
            try:
                return read(self.room)
            except history.Overtaken:
                self.room = _read_room(self.room.pk)


def members_shown(room: Room) -> list[Membership]:
    """Return the memberships that a room page lists. Raises ``Overtaken`` as ``history`` does."""
    members = Membership.objects.filter(room=room).select_related("user", "room").order_by("user__username")
    shown = list(members[: settings.MEMBERS_SHOWN])
    if shown and shown[0].room.details_version > room.details_version:
        raise history.Overtaken(room)
    return shown


def changes_since(room_id: int, version: int) -> Changes:
    """Return what a page at ``version`` lacks. Raises ``Room.DoesNotExist``."""
    return Recent(room_id, version).since(version)
