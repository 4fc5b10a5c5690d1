"""Who is in which room, as every process last said of its own sockets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import nsmallest

from django.conf import settings


@dataclass(frozen=True)
class Here:
    """Who is in a room: how many, and the keys of the few who are named."""

    count: int = 0
    # The lowest, so that they change seldom where thousands come and go.
    named: tuple[int, ...] = ()


NOBODY = Here()


@dataclass
class _Said:
    rooms: dict[int, frozenset[int]] = field(default_factory=dict)
    at: float = 0.0


class Known:
    """Changed in the event loop alone; what it returns can't be changed, so other threads may read."""

    def __init__(self) -> None:
        self._said: dict[str, _Said] = {}
        self._here: dict[int, Here] = {}

    def here(self, room_id: int) -> Here:
        """Return who is in the room. Whoever has several pages, in whichever processes, is there once."""
        return self._here.get(room_id, NOBODY)

    def knows(self, process: str) -> bool:
        return process in self._said

    def said_by(self, process: str) -> Mapping[int, frozenset[int]]:
        return self._said[process].rooms if process in self._said else {}

    def hear(self, process: str, rooms: Mapping[int, frozenset[int]], at: float, *, all: bool) -> set[int]:
        """Take in who is in some ``rooms`` of a process, or in ``all`` that it has anybody in.

        ``at`` is when, in seconds. Return the rooms in which somebody came or went.
        """
        said = self._said.setdefault(process, _Said())
        said.at = at
        gone = said.rooms.keys() - rooms.keys() if all else set()
        return self._change(said, {**rooms, **dict.fromkeys(gone, frozenset())})

    def forget_silent(self, since: float, but: str) -> set[int]:
        """Forget the processes that said nothing ``since`` then, ``but`` one; return the rooms that this changes."""
        changed: set[int] = set()
        for process, said in list(self._said.items()):
            if process != but and said.at < since:
                changed |= self._change(said, dict.fromkeys(said.rooms, frozenset()))
                del self._said[process]
        return changed

    def clear(self) -> None:
        self._said.clear()
        self._here.clear()

    def _change(self, said: _Said, rooms: Mapping[int, frozenset[int]]) -> set[int]:
        changed = set()
        for room_id, people in rooms.items():
            if people == said.rooms.get(room_id, frozenset()):
                continue
            if people:
                said.rooms[room_id] = people
            else:
                del said.rooms[room_id]
            if self._count(room_id):
                changed.add(room_id)
        return changed

    def _count(self, room_id: int) -> bool:
        everybody = frozenset[int]().union(*(said.rooms.get(room_id, ()) for said in self._said.values()))
        here = Here(len(everybody), tuple(nsmallest(settings.PRESENCE_NAMED, everybody)))
        if here == self.here(room_id):
            return False
        if everybody:
            self._here[room_id] = here
        else:
            del self._here[room_id]
        return True


# What this process knows. Room pages are rendered from it, in other threads.
known = Known()
