"""Many people write at once: every change gets its own number, and nobody reads a number before the one below it.

Runs on whichever database the tests run on: `make test` does it on SQLite and on PostgreSQL.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from time import monotonic
from typing import Any

import pytest
from django.db import connection, connections

from accounts.models import User
from rooms import conversation
from rooms.conversation.versions import next_version
from rooms.feed.changes import changes_since
from rooms.models import Message, Room

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 16
EACH = 8
# What a busy machine may need for a change that waits for nobody.
AT_ONCE_SECONDS = 2.0


def _with_own_connection(work: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return work(*arguments)
    finally:
        connections.close_all()


@contextmanager
def _threads(count: int) -> Iterator[Callable[..., Any]]:
    """Give a function that starts work in a thread with its own connection, and returns its future."""
    with ThreadPoolExecutor(count) as pool:
        yield lambda work, *arguments: pool.submit(_with_own_connection, work, *arguments)


def _write(room: Room, author: User, writer: int, start: Barrier) -> None:
    start.wait()
    for number in range(EACH):
        conversation.post(room.pk, author, f"{writer} {number}", f"writer-{writer:02d}-{number:04d}", paced=False)


def test_sixteen_writers_leave_no_gap_and_share_no_place(general: Room, alice: User, bob: User) -> None:
    start = Barrier(WRITERS)

    with _threads(WRITERS) as begin:
        writing = [begin(_write, general, (alice, bob)[writer % 2], writer, start) for writer in range(WRITERS)]
        for done in writing:
            done.result()

    numbers = list(range(general.version + 1, general.version + WRITERS * EACH + 1))
    stored = Message.objects.filter(room=general).order_by("position")
    assert list(stored.values_list("position", flat=True)) == numbers
    assert list(stored.values_list("version", flat=True)) == numbers
    assert Room.objects.get(pk=general.pk).version == numbers[-1]
    for writer in range(WRITERS):
        own = [body for body in stored.values_list("body", flat=True) if body.startswith(f"{writer} ")]
        assert own == [f"{writer} {number}" for number in range(EACH)], "one writer's messages keep their order"


def test_writers_of_all_kinds_leave_no_gap(general: Room, alice: User, bob: User, carol: User) -> None:
    """Posts, edits, deletions, joins and leavings at once: the room counts every one of them, and no other."""
    messages = [
        conversation.post(general.pk, alice, "before", f"earlier-{number:04d}", paced=False).message
        for number in range(8)
    ]
    before = Room.objects.get(pk=general.pk).version

    with _threads(WRITERS) as begin:
        doing = [begin(conversation.edit, message, "edited") for message in messages[:4]]
        doing += [begin(conversation.delete, message) for message in messages[4:]]
        doing += [begin(conversation.add_member, general.pk, carol)]
        doing += [
            begin(lambda n=number: conversation.post(general.pk, bob, "now", f"now-{n:06d}", paced=False))
            for number in range(7)
        ]
        for done in doing:
            done.result()

    after = Room.objects.get(pk=general.pk)
    taken = [*Message.objects.filter(room=general, version__gt=before).values_list("version", flat=True)]
    assert sorted([*taken, after.details_version]) == list(range(before + 1, before + 17))
    assert after.version == before + 16


def test_nobody_reads_a_message_before_the_one_below_it(general: Room, alice: User, bob: User) -> None:
    start = Barrier(WRITERS + 1)
    last = general.version + WRITERS * EACH

    def read() -> list[list[int]]:
        start.wait()
        cursor, reads, deadline = general.version, [], monotonic() + 60
        while cursor < last and monotonic() < deadline:
            changes = changes_since(general.pk, cursor)
            if changes.version > cursor:
                reads.append([message.position for message in changes.born])
                assert reads[-1] == list(range(cursor + 1, changes.version + 1))
                cursor = changes.version
        return reads

    with _threads(WRITERS + 1) as begin:
        reading = begin(read)
        writing = [begin(_write, general, (alice, bob)[writer % 2], writer, start) for writer in range(WRITERS)]
        for done in [*writing, reading]:
            done.result()

    reads = reading.result()
    assert [position for positions in reads for position in positions] == list(range(general.version + 1, last + 1))
    assert len(reads) > 1, "the reader read while others wrote"


def test_a_stalled_change_of_one_room_delays_no_other(general: Room, alice: User) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer for the whole file: a stalled one delays every room, by its nature")
    kitchen = conversation.create_room("Kitchen", alice)
    locked, go_on = Event(), Event()

    def stall() -> None:
        with next_version(general.pk):
            locked.set()
            go_on.wait(30)

    with _threads(3) as begin:
        stalled = begin(stall)
        try:
            assert locked.wait(10)
            same_room = begin(conversation.post, general.pk, alice, "waits", "nonce-waits")
            started = monotonic()
            begin(conversation.post, kitchen.pk, alice, "at once", "nonce-at-once").result(AT_ONCE_SECONDS)
            assert monotonic() - started < AT_ONCE_SECONDS
            assert not same_room.done(), "the stalled room itself is really locked"
        finally:
            go_on.set()
        stalled.result(10)
        assert same_room.result(10).message.body == "waits"
