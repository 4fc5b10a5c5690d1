"""Threads that keep their database connections from one piece of work to the next.

Django's own way under ASGI is a thread for each request, and Channels' a single one for everything; with neither can
a connection be kept. A fixed number of threads keeps a fixed number of connections; CONN_MAX_AGE bounds them in time.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connections

# The event loop that the work in a thread was asked for by.
server_loop: ContextVar[asyncio.AbstractEventLoop | None] = ContextVar("server_loop", default=None)


class DatabaseThreads:
    """A pool of ``count`` threads, each with a connection of its own."""

    def __init__(self, name: str, count: int) -> None:
        self._count = count
        self._executor = ThreadPoolExecutor(count, thread_name_prefix=name)

    async def run[T](self, work: Callable[[], T]) -> T:
        """Do ``work`` in one of the threads and return what it returns, or raise what it raises."""
        server_loop.set(asyncio.get_running_loop())
        return await sync_to_async(_with_usable_connections, thread_sensitive=False, executor=self._executor)(work)

    def close_connections(self) -> None:
        """Close what the idle threads keep open; tests do so before their database goes."""
        for future in [self._executor.submit(connections.close_all) for _ in range(self._count)]:
            future.result()


def _with_usable_connections[T](work: Callable[[], T]) -> T:
    close_old_connections()
    return work()


# Sockets and the feed have threads of their own, so that no number of slow pages delays what is live. More threads
# would only wait for the interpreter; a single one would let a slow room delay all others.
live = DatabaseThreads("live", 4)
pages = DatabaseThreads("pages", 8)
