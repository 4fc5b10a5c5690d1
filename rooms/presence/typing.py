"""Who is typing in which room. Everybody is forgotten by themselves, some seconds after they were last heard of."""

from collections.abc import Collection


class Typing:
    """By room, and in the order in which they began. Times are in seconds, of a clock that only goes forward."""

    def __init__(self) -> None:
        # By process and person, until when.
        self._until: dict[int, dict[tuple[str, int], float]] = {}

    def types(self, room_id: int, process: str, user_id: int, until: float) -> None:
        self._until.setdefault(room_id, {})[process, user_id] = until

    def hear(self, room_id: int, process: str, user_ids: Collection[int], until: float) -> None:
        """Take in who types in a room by what a process says of its own sockets."""
        for said_by, user_id in list(self._until.get(room_id, ())):
            if said_by == process and user_id not in user_ids:
                del self._until[room_id][process, user_id]
        for user_id in user_ids:
            self.types(room_id, process, user_id, until)

    def stop(self, room_id: int, user_id: int) -> bool:
        """Forget that somebody types; False where they did not."""
        before = self._until.get(room_id, {})
        left = {key: until for key, until in before.items() if key[1] != user_id}
        self._keep(room_id, left)
        return len(left) < len(before)

    def now(self, room_id: int, at: float, process: str = "") -> tuple[int, ...]:
        """Return who types at ``at``, each once; of ``process`` only, if one is named."""
        before = self._until.get(room_id)
        if not before:
            return ()
        left = {key: until for key, until in before.items() if until > at}
        self._keep(room_id, left)
        return tuple(dict.fromkeys(user_id for said_by, user_id in left if process in ("", said_by)))

    def clear(self) -> None:
        self._until.clear()

    def _keep(self, room_id: int, left: dict[tuple[str, int], float]) -> None:
        if left:
            self._until[room_id] = left
        else:
            self._until.pop(room_id, None)
