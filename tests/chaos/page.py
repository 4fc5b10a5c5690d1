"""A simulated browser with one room page: the real page over HTTP, the real socket, and htmx's rules in Python.

It reconnects with htmx's back-off on the codes that the page itself names, says hello with the cursor that its document
holds, applies what comes as ``dom`` does, and posts by the page's own form.
"""

import asyncio
import json
import random
import re
from contextlib import suppress
from typing import Any

import aiohttp

from .dom import Document, Element, parts_of
from .proxy import Proxy

# A person who has waited this long for the answer presses Send again.
ANSWER_SECONDS = 8.0
ABNORMAL = 1006
# What a page says when it ends, and the code with which its socket is then closed.
SIGNED_OUT_CODE, REMOVED_CODE = 4401, 4403
REFUSALS = {"You are signed out.": SIGNED_OUT_CODE, "You are no longer a member of this room.": REMOVED_CODE}
NETWORK_ERRORS = (aiohttp.ClientError, OSError, TimeoutError, asyncio.IncompleteReadError)


def delay_of(sock: Element) -> float:
    """Return how many seconds the element waits before it connects."""
    found = re.search(r"delay:(\d+)s", sock.get("hx-trigger", ""))
    return float(found[1]) if found else 0.0


class Page:
    """One open page. ``label`` names it in reports; ``reader`` tells whose it is."""

    def __init__(
        self, http: aiohttp.ClientSession, proxy: Proxy, room: int, cookie: str, label: str, seed: str
    ) -> None:
        self.http, self.proxy, self.room, self.label = http, proxy, room, label
        self.user_id = 0
        self.session = cookie
        self.cookies = f"sessionid={cookie}"
        self.csrf = ""
        self.document = Document.empty()
        self.close_code = 0
        self.refused = False
        self.after_refusal: list[str] = []
        self.queue: list[str] = []
        self.frames: list[str] = []
        self.nonce = ""
        self._chance = random.Random(seed)
        self._sock: Element = None
        self._socket: Any = None
        self._task: asyncio.Task[None] | None = None
        self._composing = asyncio.Lock()
        # False where a browser shows that its person may not enter.
        self.shows_room = True
        self.hops = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.proxy.port}"

    @property
    def is_open(self) -> bool:
        return self._task is not None and not self._task.done()

    @property
    def refusal_code(self) -> int:
        """Return the code that belongs to what the page says about its end, or 0."""
        said = self.document.text("refusal")
        return next((code for text, code in REFUSALS.items() if said.startswith(text)), 0)

    async def ask(self, method: str, path: str, *, htmx: bool = False, **options: Any) -> tuple[int, str]:
        """Return the status and text of an answer. Raises one of ``NETWORK_ERRORS`` where none comes."""
        headers = {"Cookie": self.cookies, "Accept-Encoding": "identity", "Origin": self.base}
        if htmx:
            headers |= {"HX-Request": "true", "X-CSRFToken": self.csrf}
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        url = self.base + path
        async with self.http.request(
            method, url, headers=headers, timeout=timeout, allow_redirects=False, **options
        ) as answer:
            text = await answer.text()
            if "csrftoken" in answer.cookies:
                session = self.cookies.split("; ")[0]
                self.cookies = f"{session}; csrftoken={answer.cookies['csrftoken'].value}"
            return answer.status, text

    async def load(self) -> int:
        """Load the room page until an answer comes, as a person reloads, then go live. Return its status."""
        while True:
            with suppress(*NETWORK_ERRORS):
                status, text = await self.ask("GET", f"/rooms/{self.room}/")
                if status < 500:
                    break
            await asyncio.sleep(0.3)
        if status == 200:
            self.document = Document.of(text)
            self.csrf = self.document.one("input[name=csrfmiddlewaretoken]").get("value")
            self.nonce = self.document.one("#composers input[name=nonce]").get("value")
            self.config = json.loads(self.document.one("meta[name=htmx-config]").get("content"))["ws"]
            self._task = asyncio.create_task(self._live())
        return status

    async def look(self) -> None:
        """Make ``document`` what the page shows now. A simulated page always has it so."""

    async def leave(self) -> None:
        """Close the page, as its tab is closed or something else is loaded in it."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError, *NETWORK_ERRORS):
                await self._task

    def _hello(self) -> dict[str, Any]:
        """What the element inside #sock sends on every open: the inputs that its hx-include names, then its hx-vals."""
        said: dict[str, Any] = {}
        for name, value in self.document.inputs("#cursor", "#build", "#catch-up"):
            said[name] = (
                [*([said[name]] if isinstance(said[name], str) else said[name]), value] if name in said else value
            )
        return {**said, "type": "hello", "headers": {}}

    async def _live(self) -> None:
        attempt = 0
        while True:
            self._sock = self.document.by_id("sock")
            await asyncio.sleep(delay_of(self._sock))
            code, opened = await self._connection()
            attempt = 0 if opened else attempt
            self.close_code = code
            if self.document.by_id("sock") is not self._sock:
                attempt, self.queue = 0, []
                continue
            if not self.refused:
                # The fragment that the page keeps for when its socket closes.
                self.document.by_id("connection").text = "Reconnecting"
            if code not in self.config["reconnectCodes"]:
                return
            attempt += 1
            self.hops += 1
            longest = self.config.get("reconnectMaxDelay", 60_000) / 1000
            delay = min(0.5 * 2 ** (attempt - 1), longest)
            await asyncio.sleep(delay * self._chance.uniform(0.7, 1.3))

    async def _connection(self) -> tuple[int, bool]:
        """Open the socket once and serve it to its end. Return its close code, and whether it was ever open."""
        path = self._sock.get("hx-ws:connect")
        headers = {"Cookie": self.cookies}
        try:
            async with self.http.ws_connect(
                self.base + path, origin=self.base, headers=headers, max_msg_size=0
            ) as socket:
                self._socket = socket
                # A line that broke between a refusal and its close code makes htmx come back, to be refused again.
                self.refused = False
                await self._say(json.dumps(self._hello()))
                while self.queue:
                    await self._say(self.queue.pop(0))
                async for message in socket:
                    if message.type == aiohttp.WSMsgType.TEXT:
                        self._receive(message.data)
                # aiohttp tells 1005 and 1006 apart less well than a browser; htmx comes back on both.
                return socket.close_code or ABNORMAL, True
        except NETWORK_ERRORS:
            return ABNORMAL, False
        finally:
            self._socket = None

    async def _say(self, text: str) -> None:
        with suppress(ConnectionError, aiohttp.ClientError):
            await self._socket.send_str(text)

    def _receive(self, frame: str) -> None:
        if self.refused:
            self.after_refusal.append(frame)
        self.frames = [*self.frames[-30:], frame]
        self.document.apply(frame)
        self.refused = self.refused or 'class="refusal' in frame
        if self.document.by_id("sock") is not self._sock and self._socket is not None:
            # A goodbye has put another socket's element in the place of the one that this socket belongs to.
            self._leaving = asyncio.create_task(self._socket.close())

    async def post(self, body: str, reply_to: int | None = None) -> tuple[str, bool]:
        """Send ``body`` until it is answered, always with the nonce of its form, perhaps as a reply to the message at a
        position. Return the nonce, and whether it was accepted."""
        # A person has one composer in their hands at a time.
        async with self._composing:
            if not self.nonce:
                _, text = await self._answer("GET", f"/rooms/{self.room}/composer/")
                found = parts_of(text)[0].cssselect("input[name=nonce]") if 'name="nonce"' in text else []
                if not found:
                    return "", False
                self.nonce = found[0].get("value")
            nonce = self.nonce
            form = {"csrfmiddlewaretoken": self.csrf, "composer": nonce, "nonce": nonce, "body": body}
            if reply_to:
                form["reply_to"] = str(reply_to)
            status, _ = await self._answer("POST", f"/rooms/{self.room}/messages/", data=form)
            if status == 200:
                self.nonce = ""
            return nonce, status == 200

    async def _answer(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        """Ask until there is an answer that is not the server's own trouble."""
        while True:
            with suppress(*NETWORK_ERRORS):
                status, text = await self.ask(method, path, htmx=True, **options)
                if status < 500:
                    return status, text
            await asyncio.sleep(0.3)

    async def load_older(self) -> None:
        """Follow the way to older messages, as scrolling up does."""
        link = self.document.by_id("older")
        if link is None or not link.get("hx-get"):
            return
        with suppress(*NETWORK_ERRORS):
            status, text = await self.ask("GET", link.get("hx-get"), htmx=True)
            # htmx drops an answer whose target has been taken off the page meanwhile.
            if status == 200 and self.document.holds(link):
                self.document.apply(text, main=link, main_swap=link.get("hx-swap"))
                await self._catch_up()

    async def _catch_up(self) -> None:
        """Say what a freshly loaded fragment says over the socket, or keep it until the socket is open again."""
        element = self.document.all("#catch-up > *")[-1]
        said = json.dumps({"floor": element.get("value"), **json.loads(element.get("hx-vals")), "headers": {}})
        if self._socket is not None and not self._socket.closed:
            await self._say(said)
        elif self.is_open:
            self.queue.append(said)
