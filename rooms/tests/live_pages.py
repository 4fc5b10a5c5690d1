"""Open room pages without a browser: the real page, the real socket, and htmx as tests/chaos/dom.py knows it."""

import asyncio
import json
from typing import Any

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.test import Client

from accounts.models import User
from rooms.models import Room
from tests.chaos.dom import Document

from .sockets import Page, signed_in
from .watching import browser_of

HTMX = {"HX-Request": "true"}
# The longest that a page may lack something that has happened.
SECONDS = 8
# What frames have to reach beside the messages.
BESIDE = ("room-name", "members", "pins")


class LivePage:
    """Somebody's open page of a room, or of a thread. It may be away, and keeps its document then.

    ``messages`` selects the messages in it, and ``missed`` what says that it was away for too long to be made up for.
    """

    def __init__(self, user: User, room: Room, thread: int | None = None) -> None:
        self.user, self.room_id, self.thread = user, room.pk, thread
        page = f"/rooms/{room.pk}/"
        self.address = f"{page}messages/{thread}/thread/" if thread else page
        self.messages = f"#thread-{thread} > li" if thread else "#log > li"
        self.missed = ".thread-missed" if thread else "#missed"
        self.name = f"{user.username}'s page of {f'the thread of m{thread}' if thread else 'the room'}"
        self.browser: Client = browser_of(user)
        self.document = Document.empty()
        self._session = signed_in(user)
        self._socket: WebsocketCommunicator | None = None

    @property
    def is_away(self) -> bool:
        return self._socket is None

    def load(self) -> None:
        """Load the page; it is away until it connects."""
        self.document = Document.of(self.fetched())

    def fetched(self) -> str:
        answer = self.browser.get(self.address)
        assert answer.status_code == 200, (self.address, answer.status_code)
        return answer.text

    async def connect(self) -> None:
        """Open the socket and say hello, with everything that the page's hello includes."""
        socket = Page(self.room_id, self._session)
        assert (await socket.connect())[0]
        self._socket = socket
        # The answer to it empties the first of these.
        await self._say("#catch-up", "#held-back", cursor=self.document.value("cursor"))

    async def leave(self) -> None:
        """Lose the line: what was on its way to the page never arrives."""
        if self._socket:
            socket, self._socket = self._socket, None
            await socket.disconnect()

    async def ask(self, method: str, address: str, form: dict[str, Any] | None = None, *, put: bool = True) -> int:
        """Ask as htmx does, and ``put`` the answer into the page. Return its status."""
        send = getattr(self.browser, method)
        answer = await sync_to_async(send)(address, form or {}, headers=HTMX)
        if put and answer.status_code == 200:
            known = {id(each) for each in self.document.all("#catch-up > input")}
            self.document.apply(answer.text)
            for each in self.document.all("#catch-up > input"):
                if id(each) not in known and each.get("hx-ws:send") is not None and self._socket:
                    # Sent as soon as it is on the page.
                    await self._say("#catch-up", "#held-back", cursor=each.get("value"))
        return int(answer.status_code)

    async def _say(self, *floors: str, cursor: str) -> None:
        said = {"type": "hello", "cursor": cursor, "floor": [value for _, value in self.document.inputs(*floors)]}
        assert self._socket
        await self._socket.send_to(text_data=json.dumps(said))

    async def take(self, seconds: float) -> bool:
        """Put the next frame into the page; return False when none has come for ``seconds``."""
        assert self._socket
        try:
            # Not receive_output, which ends the consumer when nothing comes.
            async with asyncio.timeout(seconds):
                output = await self._socket.output_queue.get()
        except TimeoutError:
            return False
        assert output["type"] == "websocket.send", (self.name, output)
        self.document.apply(output["text"])
        return True

    async def wrong(self, version: int) -> list[str]:
        """Return how the page differs from a fresh one once it is at ``version``, and nobody does anything."""
        while int(self.document.value("cursor")) < version or self.document.all("#catch-up > input"):
            if not await self.take(SECONDS):
                return [f"{self.name} stays at {self.document.value('cursor')}, the room is at {version}"]
        fresh = Document.of(await sync_to_async(self.fetched)())
        return [f"{self.name}: {each}" for each in self.document.faults + self._differences(fresh)]

    def _differences(self, fresh: Document) -> list[str]:
        found = []
        for name in BESIDE:
            ours, theirs = (page.source(page.by_id(name)) for page in (self.document, fresh))
            if ours != theirs:
                found.append(f"#{name} is {ours}, fresh {theirs}")
        if self.thread and self.document.one(self.missed).text_content().strip():
            # It asks for a reload, and shows what it had.
            return found
        shown, expected = (
            {int(li.get("data-seq")): page.source(li) for li in page.all(self.messages)}
            for page in (self.document, fresh)
        )
        if not self.thread and expected:
            # A page that has been open for a while holds more than the newest messages.
            shown = {position: source for position, source in shown.items() if position >= min(expected)}
        if list(shown) != list(expected):
            found.append(f"messages {list(shown)}, fresh {list(expected)}")
        for position in shown.keys() & expected.keys():
            if shown[position] != expected[position]:
                found.append(f"m{position} is {shown[position]}, fresh {expected[position]}")
        return found
