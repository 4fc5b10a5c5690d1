"""Breaks the servers of a batch, as its plan says, and mends them."""

import asyncio
import random
import signal
from collections import Counter

import redis

from .plan import ACTIVE_SECONDS, BatchPlan, Step
from .stack import DaphneProcess, Stack


class ServerFaults:
    """Carries out the server faults of one batch. ``happened`` counts them by name."""

    def __init__(self, stack: Stack, plan: BatchPlan) -> None:
        self.stack, self.plan = stack, plan
        self.happened: Counter[str] = Counter()
        self.chance = random.Random(f"starts {plan.number}")
        # One thing breaks at a time: a process that is being started can't be killed by the next fault half-way.
        self._one_at_a_time = asyncio.Lock()

    async def run(self) -> None:
        """Do everything; at the end all servers run again."""
        await asyncio.gather(*(self._later(step) for step in self.plan.faults))

    async def _later(self, step: Step) -> None:
        await asyncio.sleep(step.at)
        async with self._one_at_a_time:
            self.happened[step.what] += 1
            which, how_long = step.dice[0], 0.1 + step.dice[1] * min(2.5, ACTIVE_SECONDS / 3)
            daphne = self.stack.daphnes[int(which * len(self.stack.daphnes))]
            await getattr(self, f"_{step.what}")(daphne, how_long)

    async def _kill(self, daphne: DaphneProcess, seconds: float) -> None:
        await self._down([daphne], signal.SIGKILL, seconds)

    async def _kill_all(self, daphne: DaphneProcess, seconds: float) -> None:
        await self._down(self.stack.daphnes, signal.SIGKILL, seconds)

    async def _terminate(self, daphne: DaphneProcess, seconds: float) -> None:
        await self._down([daphne], signal.SIGTERM, seconds)

    async def _down(self, daphnes: list[DaphneProcess], how: int, seconds: float) -> None:
        for daphne in daphnes:
            await asyncio.to_thread(daphne.end, how)
        await asyncio.sleep(seconds)
        for daphne in daphnes:
            await asyncio.to_thread(daphne.start, self.chance)

    async def _pause(self, daphne: DaphneProcess, seconds: float) -> None:
        """Stop the process where it stands, as a machine that swaps or a suspended host does."""
        daphne.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        daphne.process.send_signal(signal.SIGCONT)

    async def _redis_restart(self, daphne: DaphneProcess, seconds: float) -> None:
        await asyncio.to_thread(self.stack.redis.stop)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(self.stack.redis.start)

    async def _redis_flush(self, daphne: DaphneProcess, seconds: float) -> None:
        with redis.Redis(port=self.stack.redis.port) as client:
            client.flushall()

    async def _postgres_fast(self, daphne: DaphneProcess, seconds: float) -> None:
        await asyncio.to_thread(self.stack.postgres.stop)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(self.stack.postgres.start)

    async def _postgres_immediate(self, daphne: DaphneProcess, seconds: float) -> None:
        """End PostgreSQL as a crash does: it has to recover from its log."""
        self.stack.postgres.process.send_signal(signal.SIGQUIT)
        await asyncio.to_thread(self.stack.postgres.process.wait, 10)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(self.stack.postgres.start)
