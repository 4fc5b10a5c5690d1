"""Runs one batch: its servers, its worlds, its faults, and what the oracle says about each world."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from playwright.async_api import Browser

from .chromium import ChromiumPage, chromium
from .deeds import DEEDS
from .faults import ServerFaults
from .oracle import SETTLE_SECONDS, verdict
from .page import REMOVED_CODE, SIGNED_OUT_CODE
from .plan import batch_plan, seeds_of, world_plan
from .stack import Embedded, Scaled
from .world import World

# What is still being sent when faults end is answered after this long, at most twice.
SENDING_SECONDS = 8.0


@dataclass
class Result:
    """What became of a batch. ``failures`` has the complaints of each failing seed."""

    batch: int
    seeds: list[int]
    failures: dict[int, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    settle_seconds: float = 0.0
    server_log: str = ""


async def run_batch(house: Embedded | Scaled, setup: str, batch: int, only: set[int] | None = None) -> Result:
    """Run the worlds of ``batch`` that are in ``only``, or all, with the batch's server faults."""
    started = time.monotonic()
    plan = batch_plan(setup, batch)
    seeds = [seed for seed in seeds_of(batch) if only is None or seed in only]
    result = Result(batch, seeds)
    stack = house.new_stack(f"chaos_{batch}_{int(time.time() * 1000)}", plan.settings)
    faults = ServerFaults(stack, plan)
    try:
        await asyncio.to_thread(stack.start, faults.chance)
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
        ) as http:
            worlds = [World(world_plan(setup, seed), DEEDS, stack, http, plan.noticing_seconds) for seed in seeds]
            async with _browser_for(worlds) as browser:
                try:
                    await _live_through(worlds, faults, result, browser)
                finally:
                    await asyncio.gather(*(world.end() for world in worlds))
        if result.failures:
            result.server_log = stack.log_tail()
    finally:
        await asyncio.to_thread(stack.stop)
    result.counts += faults.happened
    result.seconds = time.monotonic() - started
    return result


@asynccontextmanager
async def _browser_for(worlds: list[World]) -> AsyncIterator[Browser | None]:
    if not any(world.plan.browsers for world in worlds):
        yield None
        return
    async with chromium() as browser:
        yield browser


async def _live_through(worlds: list[World], faults: ServerFaults, result: Result, browser: Browser | None) -> None:
    await asyncio.gather(*(world.begin() for world in worlds))
    if browser:
        await asyncio.gather(*(world.begin_in_browsers(browser) for world in worlds))
    await asyncio.gather(faults.run(), *(world.run() for world in worlds))
    for world in worlds:
        world.heal()
    healed = asyncio.get_running_loop().time()
    await asyncio.gather(*(world.finish() for world in worlds))
    sent = asyncio.get_running_loop().time()
    deadline = max(healed + SETTLE_SECONDS, sent + SENDING_SECONDS)
    verdicts = await asyncio.gather(*(verdict(world, deadline) for world in worlds))
    result.settle_seconds = asyncio.get_running_loop().time() - sent
    for world, complaints in zip(worlds, verdicts, strict=True):
        if complaints:
            result.failures[world.plan.seed] = complaints
        result.counts.update(_counts(world))


def _counts(world: World) -> dict[str, int]:
    pages = world.pages + world.past
    return {
        "changes": world.ledger.certain,
        "unanswered changes": world.ledger.possible,
        "accepted messages": len(world.ledger.accepted),
        "pages": len(pages),
        "pages in Chromium": sum(isinstance(page, ChromiumPage) for page in pages),
        "pages compared": sum(not page.refused for page in world.pages),
        "pages of people who were removed": sum(page.refusal_code == REMOVED_CODE for page in pages),
        "pages of ended sessions": sum(page.refusal_code == SIGNED_OUT_CODE for page in pages),
        "reconnects": sum(page.hops for page in pages),
    }
