"""Threads that keep their database connections from one piece of work to the next.

Django's own way under ASGI is a thread for each request, and Channels' a single one for everything; with neither can
a connection be kept. A fixed number of threads keeps a fixed number of connections; CONN_MAX_AGE bounds them in time.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import Context, copy_context
from functools import partial
from queue import SimpleQueue
from typing import Any, NamedTuple

from django.db import close_old_connections, connections

_this_thread = threading.local()


class _Job(NamedTuple):
    work: Callable[[], Any]
    context: Context
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


class DatabaseThreads:
    """A pool of ``count`` threads, each with a connection of its own.

    Every request and every delivery passes here, so it is leaner than an executor: one queue in, one call back.
    """

    def __init__(self, name: str, count: int) -> None:
        self._name = name
        self._count = count
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        # How many pieces of work have been asked for and are not done.
        self.under_way = 0

    async def run[T](self, work: Callable[[], T]) -> T:
        """Do ``work`` in one of the threads and return what it returns, or raise what it raises."""
        return await self._run(partial(_with_usable_connections, work))

    async def _run[T](self, work: Callable[[], T]) -> T:
        self._start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(work, copy_context(), loop, future))
        self.under_way += 1
        try:
            return await future
        finally:
            self.under_way -= 1

    def close_connections(self) -> None:
        """Close what the threads keep open; tests do so before their database goes."""
        if self._threads:
            # None goes on before each has come here.
            meeting = threading.Barrier(len(self._threads))
            asyncio.run(self._close_all(meeting))

    async def _close_all(self, meeting: threading.Barrier) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in self._threads:
                group.create_task(self._run(partial(_close_all_and_meet, meeting)))

    def _start(self) -> None:
        while len(self._threads) < self._count:
            name = f"{self._name}-{len(self._threads)}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            _this_thread.loop = job.loop
            try:
                settle = partial(_settle, job.future.set_result, job.context.run(job.work))
            except BaseException as error:
                settle = partial(_settle, job.future.set_exception, error)
            # Who asked may have gone, and their loop with them.
            with suppress(RuntimeError):
                job.loop.call_soon_threadsafe(settle, job.future)
            del job, settle


def _settle(settle: Callable[[Any], None], outcome: Any, future: asyncio.Future[Any]) -> None:
    if not future.done():
        settle(outcome)


def _close_all_and_meet(meeting: threading.Barrier) -> None:
    connections.close_all()
    meeting.wait()


def _with_usable_connections[T](work: Callable[[], T]) -> T:
    close_old_connections()
    return work()


def in_server_loop(coroutine: Coroutine[Any, Any, None], *, wait: bool = True) -> None:
    """Run ``coroutine`` in the event loop that this thread works for, or in one of its own where there is none.

    With ``wait=False`` the thread goes on at once where it can.
    """
    loop: asyncio.AbstractEventLoop | None = getattr(_this_thread, "loop", None)
    if loop is None or not loop.is_running():
        asyncio.run(coroutine)
        return
    future = asyncio.run_coroutine_threadsafe(coroutine, loop)
    if wait:
        future.result()


# Sockets and the feed have threads of their own, so that no number of slow pages delays what is live. More threads
# would only wait for the interpreter; a single one would let a slow room delay all others.
live = DatabaseThreads("live", 4)
pages = DatabaseThreads("pages", 8)
