"""What people are called, kept for a while, so that showing who is here seldom asks the database."""

import time
from collections.abc import Collection, Iterable
from typing import NamedTuple

from accounts.models import HUES, User

KEPT_SECONDS = 60.0
MOST_KEPT = 5_000


class Face(NamedTuple):
    """A person as they are listed."""

    pk: int
    name: str
    picture: str = ""

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def hue(self) -> int:
        return self.pk % HUES


class People:
    """The faces used last. For any number of threads: two of them may ask for the same, and find the same."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[float, Face]] = {}

    def faces(self, user_ids: Collection[int]) -> dict[int, Face]:
        """Return the faces of those who exist, with one query at most."""
        since = time.monotonic() - KEPT_SECONDS
        kept = {user_id: self._kept.get(user_id) for user_id in user_ids}
        found = {user_id: entry[1] for user_id, entry in kept.items() if entry and entry[0] > since}
        if missing := [user_id for user_id in user_ids if user_id not in found]:
            found |= self._read(missing)
        return found

    def forget(self, user_ids: Iterable[int]) -> None:
        """Read these anew: they may be called otherwise now."""
        for user_id in user_ids:
            self._kept.pop(user_id, None)

    def clear(self) -> None:
        self._kept.clear()

    def _read(self, user_ids: list[int]) -> dict[int, Face]:
        if len(self._kept) + len(user_ids) > MOST_KEPT:
            self._kept.clear()
        # ``in_bulk`` would ask in several queries.
        users = User.objects.filter(pk__in=user_ids).only("username", "display_name", "picture")
        faces = {user.pk: Face(user.pk, user.name, user.picture) for user in users}
        now = time.monotonic()
        self._kept.update({user_id: (now, face) for user_id, face in faces.items()})
        return faces


people = People()
