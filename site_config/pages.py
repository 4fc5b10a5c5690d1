"""How pages are answered under ASGI: the whole of Django in one visit to a thread."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from functools import partial
from typing import Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.urls import set_script_prefix

from accounts.threads import pages


class PageHandler(ASGIHandler):
    """Django's ASGI handler for views and middleware that are all synchronous.

    Django's own goes to a thread and back for each middleware, and makes a new thread, with new database connections,
    for each request. ``bench/README.md`` has what that costs.
    """

    # How many requests are being answered in this process.
    answering = 0

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        # Django's own opens a context for work that must stay in one thread; none of ours is.
        await self.handle(scope, receive, send)

    async def handle(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        PageHandler.answering += 1
        try:
            with closing(body):
                await self._answer(scope, body, send)
        finally:
            PageHandler.answering -= 1

    async def _answer(self, scope: dict[str, Any], body: Any, send: Any) -> None:
        response = await pages.run(partial(self._respond, scope, body))
        try:
            await self.send_response(response, send)
        finally:
            if response.streaming:
                await pages.run(response.close)

    def _respond(self, scope: dict[str, Any], body: Any) -> Any:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, error = self.create_request(scope, body)
        response: Any = self.get_response(request) if request else error
        response._handler_class = self.__class__
        if not response.streaming:
            response.close()
        elif not response.is_async:
            # Files: read in the threads, one chunk after the other.
            response.streaming_content = _chunks(iter(response.streaming_content))
        return response


async def _chunks(content: Iterator[bytes]) -> AsyncIterator[bytes]:
    while chunk := await pages.run(partial(next, content, b"")):
        yield chunk
