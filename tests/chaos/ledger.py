"""What a world knows to be true, to hold against what is stored and shown in the end."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Ledger:
    # (author's id, nonce) -> text, of every send that was answered with success.
    accepted: dict[tuple[int, str], str] = field(default_factory=dict)
    # What was typed in real browsers, each text once.
    typed: list[str] = field(default_factory=list)
    # When each text was begun to be sent (event loop time): nobody can have read it before.
    begun: dict[str, float] = field(default_factory=dict)
    # Changes of the room that certainly happened, and those that may or may not have (no answer came).
    certain: int = 0
    possible: int = 0
    # The version of a removal after which nothing else was tried with that person's membership.
    removed_at: dict[int, int] = field(default_factory=dict)
    # Everybody who was, or may have been, outside at some time.
    ever_outside: set[int] = field(default_factory=set)
    _tries: Counter[int] = field(default_factory=Counter)

    def change(self, changed: bool | None) -> None:
        """Note one change: True happened, False did not, None may have."""
        self.certain += changed is True
        self.possible += changed is None

    def membership_tried(self, user_id: int) -> int:
        """Note that something is tried with a membership. Return the number of the try, for ``removed``."""
        self.removed_at.pop(user_id, None)
        self._tries[user_id] += 1
        return self._tries[user_id]

    def removed(self, user_id: int, version: int, number: int) -> None:
        """Note that try ``number`` removed somebody at ``version``."""
        if self._tries[user_id] == number:
            self.removed_at[user_id] = version
