"""One world: a room, its people and their pages, and everything they do."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import aiohttp
from playwright.async_api import Browser

from .chromium import ChromiumPage
from .ledger import Ledger
from .page import NETWORK_ERRORS, Page
from .plan import Step, WorldPlan
from .proxy import Proxy
from .sign_ins import SignIns
from .stack import Stack

NAMES = ("alice", "bob", "carol", "dave")
ODD = "<b>&amp;</b> \u202eright to left\u202c \U0001f469\u200d\U0001f680 \u0000nul ' \" --> ]]> {{ x }} https://a.example/?a=1&b=2"


class World:
    """``noticing_seconds`` is how long a page may go on after its session has ended."""

    def __init__(
        self, plan: WorldPlan, does: "Deeds", stack: Stack, http: aiohttp.ClientSession, noticing_seconds: float
    ) -> None:
        self.plan, self.does, self.stack, self.http = plan, does, stack, http
        self.chance = random.Random(f"lines of world {plan.seed}")
        self.noticing_seconds = noticing_seconds
        self.ledger = Ledger()
        self.sign_ins = SignIns()
        self.pages: list[Page] = []
        # Pages that were closed or left; what they showed until then still counts.
        self.past: list[Page] = []
        self._opened = 0

    async def control(self, door: str, **what: Any) -> dict[str, Any] | None:
        """Ask one of the suite's own doors, in any process; None where no answer came."""
        port = self.chance.choice(self.stack.ports)
        timeout = aiohttp.ClientTimeout(total=20)
        try:
            async with self.http.post(f"http://127.0.0.1:{port}/chaos/{door}", json=what, timeout=timeout) as answer:
                return await answer.json() if answer.status == 200 else None
        except NETWORK_ERRORS:
            return None

    async def begin(self) -> None:
        names = [f"{name}-{self.plan.seed}" for name in NAMES]
        zones = dict(zip(names, self.plan.zones, strict=True))
        made = await self.control(
            "new_world", room=f"World {self.plan.seed}", zones=zones, outsider=names[3], history=self.plan.history
        )
        if made is None:
            raise RuntimeError(f"world {self.plan.seed} could not be made")
        self.room = made["room"]
        self.ledger.certain = made["version"]
        self.people = [(name, made["people"][name]["id"], made["people"][name]["session"]) for name in names]
        for _, user_id, session in self.people:
            self.sign_ins.began(user_id, session)
        self.ledger.ever_outside.add(self.people[3][1])
        for person, count in enumerate(self.plan.pages):
            for _ in range(count):
                await self.open(person)

    async def begin_in_browsers(self, browser: Browser) -> None:
        for person in range(self.plan.browsers):
            page = await self.new_page(person, browser)
            await page.load()
            self.pages.append(page)

    async def run(self) -> None:
        """Do every step at its time. What takes long goes on beside the next steps."""
        start = asyncio.get_running_loop().time()
        doing: list[asyncio.Task[None]] = []
        for step in self.plan.steps:
            await asyncio.sleep(max(0, start + step.at - asyncio.get_running_loop().time()))
            doing.append(asyncio.create_task(self.does[step.what](self, step)))
        self._doing = doing

    async def finish(self) -> None:
        """Wait for what is still being done; lines have been healed."""
        for done in await asyncio.gather(*self._doing, return_exceptions=True):
            if isinstance(done, Exception):
                raise done

    def heal(self) -> None:
        for page in self.pages:
            page.proxy.heal()

    async def end(self) -> None:
        for page in self.pages + self.past:
            await page.leave()
            await page.proxy.stop()

    async def new_page(self, person: int, browser: Browser | None = None) -> Page:
        """Return a page of one of the people that is not loaded yet; with ``browser``, one in real Chromium."""
        name, user_id, session = self.people[person]
        self._opened += 1
        label = f"{name}#{self._opened}"
        proxy = Proxy(lambda: list(self.stack.ports), random.Random(f"{label} line"))
        await proxy.start()
        kind = partial(ChromiumPage, browser) if browser else Page
        page = kind(self.http, proxy, self.room, session, label, f"{label} page")
        page.user_id = user_id
        return page

    async def open(self, person: int) -> None:
        page = await self.new_page(person)
        if await page.load() == 200:
            self.pages.append(page)
        else:
            await page.proxy.stop()

    def page(self, dice: float) -> Page | None:
        return self.pages[int(dice * len(self.pages))] if self.pages else None

    async def close(self, page: Page) -> None:
        if page in self.pages:
            self.pages.remove(page)
            self.past.append(page)
            page.proxy.heal()
            await page.leave()


Deeds = dict[str, Callable[[World, Step], Coroutine[Any, Any, None]]]
