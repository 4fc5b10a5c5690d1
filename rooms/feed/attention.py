"""What calls people beside the room that they look at: the number of their alerts, and their list of rooms, live.

It works as a room's feed does: a wake-up says for whom to look, one read for all of them finds what there is, and every
page that shows something else gets it. A page says with its hello what it shows, so saying it twice changes nothing.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts import remembered
from accounts.quiet import Manners, manners_of
from accounts.threads import live
from alerts.calling import unread_counts
from alerts.inbox import digests

from ..announcements.board import Line, board, key_of
from ..models import Room
from ..room_list import RoomLine, digest, lines_of
from .viewer import Shown, Viewer
from .wire import Frame

logger = logging.getLogger("parley.feed")

# Wake-ups that come within this time are answered together.
PAUSE_SECONDS = 0.1
RETRY_SECONDS = 1.0
# So many people are looked up at a time, for others not to wait long.
AT_ONCE = 200


class Known(NamedTuple):
    """What was last seen of a room: its newest message, and what its line in the list says."""

    latest: int
    name: str
    kind: str
    archived: datetime | None


class Called(NamedTuple):
    """What calls one person, and how."""

    alerts: int
    rooms: list[RoomLine]
    banner: list[Line]
    manners: Manners
    # Looked up only where a page shows it.
    inbox: str | None


class Asking(NamedTuple):
    """A page, and what it showed when it was asked whether that is still right."""

    viewer: Viewer
    shown: Shown


class Person:
    """Somebody with open pages in this process."""

    __slots__ = ("pages", "rooms", "unread")

    def __init__(self) -> None:
        self.pages: set[Viewer] = set()
        self.rooms: tuple[int, ...] = ()
        self.unread: frozenset[int] = frozenset()


class Attention:
    """Keeps every open page of this process right about what calls its person. One task does everything in turns."""

    def __init__(self, follow: Callable[[int], None], unfollow: Callable[[int], None]) -> None:
        # Called with the rooms whose wake-ups are needed here, and with those that no longer are.
        self._follow, self._unfollow = follow, unfollow
        self._people: dict[int, Person] = {}
        # Who belongs to a room, of those who are here.
        self._members: dict[int, set[int]] = defaultdict(set)
        self._known: dict[int, Known] = {}
        self._dirty: dict[int, None] = {}
        self._woken: set[int] = set()
        self._round: list[int] = []
        self._wanted = asyncio.Event()

    @property
    def rooms(self) -> Collection[int]:
        """The rooms whose wake-ups are needed, as they change."""
        return self._members.keys()

    @property
    def viewers(self) -> list[Viewer]:
        """The open pages that are no room's."""
        return [viewer for person in self._people.values() for viewer in person.pages if not viewer.room_id]

    def join(self, viewer: Viewer, shown: Shown) -> None:
        """Keep ``viewer`` right from now on, beginning with what it says that it shows."""
        viewer.shown = shown
        self._people.setdefault(viewer.user_id, Person()).pages.add(viewer)
        self.look([viewer.user_id])

    def leave(self, viewer: Viewer) -> None:
        person = self._people.get(viewer.user_id)
        if person is None or viewer not in person.pages:
            return
        person.pages.discard(viewer)
        if not person.pages:
            self._belongs_to(viewer.user_id, person, ())
            del self._people[viewer.user_id]

    def look(self, user_ids: Iterable[int] | None = None) -> None:
        """Look what calls these people, or everybody here."""
        ids = self._people if user_ids is None else [each for each in user_ids if each in self._people]
        # In the order of asking: nobody is asked for again and again while others wait.
        self._dirty.update(dict.fromkeys(ids))
        if self._dirty:
            self._wanted.set()

    def look_again(self, count: int) -> None:
        """Look for those who come next in a round of all, ``count`` of them."""
        self._round = self._round or list(self._people)
        chosen, self._round = self._round[:count], self._round[count:]
        self.look(chosen)

    def hear(self, message: dict[str, Any]) -> None:
        """Take a wake-up."""
        match message:
            case {"type": "room.wake", "room": room_id}:
                if room_id in self._members:
                    self._woken.add(room_id)
                    self._wanted.set()
            case {"type": "people.called", "users": users}:
                self.look(users)
            case {"type": "remembered.changed", "what": what}:
                remembered.forget(what)
                self.look()
            case {"type": "people.read", "room": room_id, "users": users}:
                here = [user_id for user_id in users if user_id in self._people]
                self.look(user_id for user_id in here if room_id in self._people[user_id].unread)

    def retitle(self, viewers: Iterable[Viewer], title: str) -> None:
        """Take note that these pages have got another title, without the number that stands before it."""
        for viewer in viewers:
            if shown := viewer.shown:
                viewer.shown = shown._replace(title=title, alerts=0, quiet=False)
                if shown.alerts:
                    self.look([viewer.user_id])

    async def run(self) -> None:
        """Answer wake-ups until cancelled."""
        while True:
            await self._wanted.wait()
            await asyncio.sleep(PAUSE_SECONDS)
            self._wanted.clear()
            woken, self._woken = self._woken, set()
            chosen = list(islice(self._dirty, AT_ONCE))
            for user_id in chosen:
                del self._dirty[user_id]
            try:
                await self._turn(woken, chosen)
            except Exception as error:
                logger.warning("what calls people could not be looked up; trying again: %s", error)
                self._woken |= woken
                self.look(chosen)
                await asyncio.sleep(RETRY_SECONDS)
            if self._dirty or self._woken:
                self._wanted.set()

    async def _turn(self, woken: Collection[int], chosen: Collection[int]) -> None:
        if woken:
            self._look_for_members(await live.run(partial(_read_rooms, woken)))
        asking = {
            user_id: [Asking(viewer, viewer.shown) for viewer in self._people[user_id].pages if viewer.shown]
            for user_id in chosen
            if user_id in self._people
        }
        if not asking:
            return
        called, frames = await live.run(partial(_answer, asking))
        for user_id, found in called.items():
            if person := self._people.get(user_id):
                person.unread = frozenset(line.pk for line in found.rooms if line.is_unread)
                self._belongs_to(user_id, person, tuple(line.pk for line in found.rooms))
        for viewer, (shown, text) in frames.items():
            person = self._people.get(viewer.user_id)
            if person and viewer in person.pages:
                viewer.shown = shown
                viewer.wire.write(Frame(text))

    def _look_for_members(self, rooms: dict[int, Known]) -> None:
        """Look for those for whom something has changed in their rooms: what is said there, or what it is called."""
        for room_id, now in rooms.items():
            before = self._known.get(room_id)
            self._known[room_id] = now
            members = self._members.get(room_id, set())
            if before is None or before[1:] != now[1:]:
                self.look(members)
            elif now.latest != before.latest:
                self.look(user_id for user_id in members if self._may_become_unread(self._people[user_id], room_id))

    @staticmethod
    def _may_become_unread(person: Person, room_id: int) -> bool:
        """Return whether a page of ``person`` shows the room as read: not the room's own, which shows what is said."""
        if room_id in person.unread:
            return False
        return any(page.room_id != room_id and page.shown and page.shown.rooms is not None for page in person.pages)

    def _belongs_to(self, user_id: int, person: Person, rooms: tuple[int, ...]) -> None:
        before, person.rooms = person.rooms, rooms
        if before == rooms:
            return
        for room_id in set(rooms).difference(before):
            if room_id not in self._members:
                self._follow(room_id)
            self._members[room_id].add(user_id)
        for room_id in set(before).difference(rooms):
            self._members[room_id].discard(user_id)
            if not self._members[room_id]:
                del self._members[room_id]
                self._known.pop(room_id, None)
                self._unfollow(room_id)


def _read_rooms(room_ids: Collection[int]) -> dict[int, Known]:
    found = Room.objects.filter(pk__in=room_ids).values_list("pk", "latest_position", "name", "kind", "archived")
    return {pk: Known(latest, name, kind, archived) for pk, latest, name, kind, archived in found}


def _answer(asking: dict[int, list[Asking]]) -> tuple[dict[int, Called], dict[Viewer, tuple[Shown, str]]]:
    """Return what calls these people, and for every page that shows something else what it then shows, and a frame."""
    board.reach(asking)
    alerts, rooms, banners = unread_counts(asking), lines_of(asking), board.banners_of(asking)
    # Who has read everything is called by nothing.
    manners = manners_of(alerts.keys(), timezone.now()) if alerts else {}
    readers = [user_id for user_id, pages in asking.items() if any(page.shown.inbox is not None for page in pages)]
    inboxes = digests(readers) if readers else {}
    called = {
        user_id: Called(
            alerts=alerts.get(user_id, 0),
            rooms=rooms[user_id],
            banner=banners.get(user_id, []),
            manners=manners.get(user_id, Manners()),
            inbox=inboxes.get(user_id),
        )
        for user_id in asking
    }
    frames = {}
    # Where a thousand are called at once, most of them get the same words.
    rendered: dict[Any, str] = {}
    for user_id, pages in asking.items():
        for viewer, before in pages:
            now = _shown(called[user_id], viewer, before)
            if now == before:
                continue
            key = (before, now, viewer.variant.language, viewer.room_id, called[user_id].manners)
            if key not in rendered:
                rendered[key] = attention_frame(called[user_id], viewer, before, now)
            frames[viewer] = (now, rendered[key])
    return called, frames


def _shown(called: Called, viewer: Viewer, before: Shown) -> Shown:
    # A page without the list has nothing to show of it.
    rooms = None if before.rooms is None else digest(called.rooms, viewer.room_id)
    inbox = None if before.inbox is None else called.inbox
    banner = None if before.banner is None else key_of(called.banner)
    return Shown(before.title, called.alerts, rooms, called.manners.is_quiet, inbox, banner)


def attention_frame(called: Called, viewer: Viewer, before: Shown, now: Shown) -> str:
    """Return the frame that brings a page from what it shows to what it is to show."""
    context = {
        "title": now.title,
        "unread_alerts": now.alerts,
        "is_quiet": now.quiet,
        "alerts_changed": (now.alerts, now.quiet) != (before.alerts, before.quiet),
        "sounds": called.manners.wants_sound and not now.quiet and now.alerts > before.alerts,
        "inbox_changed": now.inbox != before.inbox,
        "rooms": called.rooms if now.rooms != before.rooms else None,
        "room": {"pk": viewer.room_id},
        "lines": called.banner if now.banner != before.banner else None,
    }
    with translation.override(viewer.variant.language):
        return render_to_string("rooms/live/attention.html", context)
