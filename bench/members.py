"""`python -m bench.members`: what one post costs in rooms of 10, 500 and 5,000 members, in writes, wakes and time.

Prints tables for bench/README.md, from a fresh SQLite file. A plain message must cost the same in each; one that calls
everybody has a row for each of them by its nature, and is measured beside it.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

SIZES = (10, 500, 5_000)
REPEAT = 40
CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@dataclass
class Cost:
    """What was counted while something was done once."""

    reads: int = 0
    writes: int = 0
    wakes: int = 0
    seconds: float = 0.0

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.reads, self.writes, self.wakes


@contextmanager
def counting() -> Iterator[Cost]:
    """Count the SQL statements that read and that change something, the wake-ups, and the time, of what is done inside.

    Those that only open and close transactions are neither.
    """
    from django.db import connection

    cost = Cost()

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        word = sql.lstrip("( ").split(None, 1)[0].upper()
        cost.writes += word in CHANGES
        cost.reads += word in ("SELECT", "WITH")
        return run(sql, params, many, context)

    def wake(message: dict[str, Any]) -> None:
        cost.wakes += 1

    with connection.execute_wrapper(execute), patch("accounts.wake.tell_this_process", wake):
        started = time.perf_counter()
        yield cost
        cost.seconds = time.perf_counter() - started


_nonces = count()


def post(room_id: int, author: Any, body: str) -> Cost:
    """Post once, as the composer's form does, and return what that cost."""
    from rooms import conversation

    with counting() as cost:
        conversation.post(room_id, author, body, f"members-{next(_nonces):08}", paced=False, member_only=True)
    return cost


def make_rooms(sizes: tuple[int, ...]) -> dict[int, int]:
    """Return rooms by how many members each has; the first person is in all of them."""
    from accounts.models import User
    from rooms.models import Membership, Room

    people = User.objects.bulk_create(User(username=f"member{number}", password="!") for number in range(max(sizes)))
    rooms = {}
    for size in sizes:
        room = Room.objects.create(name=f"Room of {size}")
        Membership.objects.bulk_create(Membership(room=room, user=person) for person in people[:size])
        rooms[size] = room.pk
    return rooms


def measure(sizes: tuple[int, ...], body: str, repeat: int = REPEAT) -> dict[int, list[Cost]]:
    """Post ``body`` in a room of each size in turns, so that whatever else the machine does hits all of them.

    Nothing of it is left afterwards.
    """
    from accounts.models import User

    rooms = make_rooms(sizes)
    author = User.objects.get(username="member0")
    # The first time prepares statements and imports.
    for room_id in rooms.values():
        post(room_id, author, body)
    costs: dict[int, list[Cost]] = {size: [] for size in sizes}
    for _ in range(repeat):
        for size, room_id in rooms.items():
            costs[size].append(post(room_id, author, body))
    for room_id in rooms.values():
        tidy(room_id)
    User.objects.filter(username__startswith="member").delete()
    return costs


def tidy(room_id: int) -> None:
    from alerts.models import Alert
    from rooms.models import Message, Room

    Alert.objects.all().delete()
    Message.objects.filter(room=room_id).delete()
    Room.objects.filter(pk=room_id).delete()


def table(costs: dict[int, list[Cost]]) -> str:
    """Return the medians as a table, each time also as a ratio to that in the smallest room."""
    medians = {size: statistics.median(cost.seconds for cost in each) for size, each in costs.items()}
    first = medians[min(medians)]
    lines = ["| members | reads | writes | wakes | ms | ratio |", "|--:|--:|--:|--:|--:|--:|"]
    for size, each in costs.items():
        reads, writes, wakes = (
            " or ".join(map(str, sorted(set(kind)))) for kind in zip(*(c.counts for c in each), strict=True)
        )
        ms, ratio = medians[size] * 1000, medians[size] / first
        lines.append(f"| {size:,} | {reads} | {writes} | {wakes} | {ms:.2f} | {ratio:.2f} |")
    return "\n".join(lines)


def main() -> int:
    with TemporaryDirectory(prefix="parley-members-") as folder:
        os.environ |= {"DEBUG": "yes", "DATABASE_URL": f"sqlite:///{folder}/members.sqlite3"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        # What DEBUG keeps of every statement is not part of the cost.
        settings.DEBUG = False
        call_command("migrate", verbosity=0)
        plain = measure(SIZES, "hello everybody")
        print(f"### A message\n\n{table(plain)}\n")
        # Each alone: what thousands of rows leave for SQLite to do would fall on whoever comes next.
        calling = {size: measure((size,), "@room hello", repeat=8)[size] for size in SIZES}
        print(f"### A message that calls everybody\n\n{table(calling)}")
        differing = {cost.counts for each in plain.values() for cost in each}
    if len(differing) > 1:
        print(f"a plain message costs more in some rooms: {sorted(differing)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
