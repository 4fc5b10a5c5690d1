"""Who has signed in where, and what a world knows of how these sessions ended. Times are the event loop's."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass
class SignIns:
    # All sessions of each person, by user id.
    sessions: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    # Sessions that were ended, or may have been, at some time: their pages may say so.
    may_have_ended: set[str] = field(default_factory=set)
    # Since when a session has certainly been ended for good.
    ended_at: dict[str, float] = field(default_factory=dict)
    # Since when somebody has certainly been deactivated, with nothing tried since.
    inactive_since: dict[int, float] = field(default_factory=dict)
    # Who was deactivated, or may have been.
    perhaps_inactive: set[int] = field(default_factory=set)
    _tries: Counter[int] = field(default_factory=Counter)

    def began(self, user_id: int, session: str) -> None:
        self.sessions[user_id].append(session)

    def try_to_end(self, sessions: Collection[str]) -> None:
        """Note that an end of these sessions is, or was a moment ago, on its way."""
        self.may_have_ended |= set(sessions)

    def ended(self, sessions: Collection[str], at: float) -> None:
        for session in sessions:
            self.ended_at.setdefault(session, at)

    def try_activity(self, user_id: int) -> int:
        """Note that somebody is being deactivated or activated. Return the number of the try."""
        self.inactive_since.pop(user_id, None)
        self.perhaps_inactive.add(user_id)
        self._tries[user_id] += 1
        return self._tries[user_id]

    def is_latest(self, user_id: int, number: int) -> bool:
        return self._tries[user_id] == number

    def out_since(self, user_id: int, session: str) -> float | None:
        """Return since when nobody has been signed in by ``session``, where that is certain."""
        times = [time for time in (self.ended_at.get(session), self.inactive_since.get(user_id)) if time is not None]
        return min(times, default=None)
