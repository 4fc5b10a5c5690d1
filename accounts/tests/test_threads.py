"""Work in threads: its outcome comes back, whatever it is, and nobody who has gone is waited for."""

import asyncio
import threading

import pytest

from accounts.threads import DatabaseThreads, in_server_loop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def threads():
    threads = DatabaseThreads("test", 2)
    yield threads
    threads.close_connections()


def test_what_work_returns_or_raises_comes_back(threads: DatabaseThreads) -> None:
    async def ask() -> None:
        assert await threads.run(lambda: 6 * 7) == 42
        with pytest.raises(ZeroDivisionError):
            await threads.run(lambda: 1 // 0)
        assert await threads.run(lambda: "still working") == "still working"

    asyncio.run(ask())


def test_as_much_is_done_at_once_as_there_are_threads(threads: DatabaseThreads) -> None:
    meeting = threading.Barrier(2, timeout=10)

    async def ask() -> None:
        await asyncio.gather(threads.run(meeting.wait), threads.run(meeting.wait))

    asyncio.run(ask())


def test_one_who_no_longer_waits_does_no_harm(threads: DatabaseThreads) -> None:
    go_on = threading.Event()

    async def leave() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await threads.run(lambda: go_on.wait(10))

    # Their loop has gone too before the work is done.
    asyncio.run(leave())
    go_on.set()

    async def ask() -> list[str]:
        return [await threads.run(lambda: "next") for _ in range(4)]

    assert asyncio.run(ask()) == ["next"] * 4


def test_work_can_have_something_done_in_the_loop_that_asked_for_it(threads: DatabaseThreads) -> None:
    seen: list[object] = []

    async def look() -> None:
        seen.append(asyncio.get_running_loop())

    async def ask() -> None:
        await threads.run(lambda: in_server_loop(look()))
        assert seen == [asyncio.get_running_loop()]

    asyncio.run(ask())
    in_server_loop(look())
    assert len(seen) == 2
    assert seen[0] is not seen[1]
