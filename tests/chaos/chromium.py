"""Room pages in real Chromium among the simulated ones: what only a browser does happens here.

Their document is the browser's, read when the oracle looks; everything else is as for any page.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from playwright.async_api import Browser, Error, WebSocket, async_playwright
from playwright.async_api import Page as Tab

from tests.support.programs import NotInstalled

from .dom import Document
from .page import Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DEEDS = ("back", "frozen", "offline", "hidden")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Give this machine's Chromium, without a window. Raises ``NotInstalled``."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise NotInstalled("Chromium is not installed")
    # Chromium's sandbox refuses to start for root, which is who containers run as.
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            await browser.close()


class ChromiumPage(Page):
    """One tab with the room, in a browser profile of its own."""

    tab: Tab

    def __init__(self, browser: Browser, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.browser = browser
        self.sockets: list[WebSocket] = []

    async def load(self) -> int:
        context = await self.browser.new_context()
        await context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.base}])
        self.tab = await context.new_page()
        self.tab.on("websocket", lambda socket: self.sockets.append(socket))
        devtools = await context.new_cdp_session(self.tab)
        devtools.on("Page.frameNavigated", self._another_document)
        await devtools.send("Page.enable")
        while True:
            with suppress(Error):
                answer = await self.tab.goto(f"{self.base}/rooms/{self.room}/", timeout=15_000)
                if answer and answer.status < 500:
                    return answer.status
            await asyncio.sleep(0.5)

    @property
    def is_open(self) -> bool:
        return any(not socket.is_closed() for socket in self.sockets)

    def _another_document(self, navigated: dict[str, Any]) -> None:
        """Forget the sockets of the document that was in the tab: they went with it, and nobody is told of their end.

        The developer tools say this of another document only, and not of another place in the same one.
        """
        if "parentId" not in navigated["frame"]:
            self.sockets.clear()

    async def look(self) -> None:
        with suppress(Error):
            if await self.tab.locator("#log").count() == 0:
                # Coming back met a server that was away, or a closed door: whoever sits there reloads.
                await self.tab.goto(f"{self.base}/rooms/{self.room}/", timeout=5_000)
            self.document = Document.of(await self.tab.content(), self.document.faults)
            # Every page has a socket of its own kind; only a room has the log.
            self.shows_room = self.document.by_id("log") is not None
            self.refused = self.document.one("#refusal.refusal") is not None
            # A browser doesn't tell the code; that no socket is open, and none is tried, is what the code is for.
            self.close_code = self.refusal_code if self.refused and not self.is_open else 0

    async def leave(self) -> None:
        await self.look()
        with suppress(Error):
            await self.tab.context.close()

    async def post(self, body: str, reply_to: int | None = None) -> tuple[str, bool]:
        """Type and press Enter; here nobody replies. That it is stored at most once is asked, not whether it was."""
        with suppress(Error):
            draft = self.tab.locator("#composers .composer:last-child .draft")
            await draft.fill(body.replace("\n", " "), timeout=3_000)
            await draft.press("Enter", timeout=3_000)
        return "", False

    async def load_older(self) -> None:
        with suppress(Error):
            await self.tab.locator("#older").scroll_into_view_if_needed(timeout=3_000)

    async def do(self, what: str, seconds: float) -> None:
        """Do what only browsers do: ``what`` is one of ``DEEDS``; it lasts ``seconds``."""
        with suppress(Error):
            await getattr(self, f"_{what}")(seconds)

    async def _back(self, seconds: float) -> None:
        """Follow a link out of the room, and come back by the browser's button."""
        await self.tab.goto(f"{self.base}/accounts/preferences/", timeout=10_000)
        await asyncio.sleep(seconds)
        await self.tab.go_back(timeout=10_000)

    async def _frozen(self, seconds: float) -> None:
        """Freeze the page, as a browser does with one that has long been in the background."""
        devtools = await self.tab.context.new_cdp_session(self.tab)
        await devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
        await asyncio.sleep(seconds)
        await devtools.send("Page.setWebLifecycleState", {"state": "active"})

    async def _offline(self, seconds: float) -> None:
        await self.tab.context.set_offline(True)
        self.proxy.cut()
        await asyncio.sleep(seconds)
        await self.tab.context.set_offline(False)

    async def _hidden(self, seconds: float) -> None:
        """Put another tab before this one."""
        other = await self.tab.context.new_page()
        await other.bring_to_front()
        await asyncio.sleep(seconds)
        await other.close()


def chosen(dice: float) -> str:
    return DEEDS[int(dice * len(DEEDS))]
