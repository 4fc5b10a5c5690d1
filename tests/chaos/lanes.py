"""Runs batches side by side, each lane a process with servers of its own, and prints what became of each."""

import asyncio
import signal
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing import get_context
from queue import Empty
from typing import Any

from .batch import Result, run_batch
from .plan import batch_of
from .stack import house


@dataclass
class Total:
    """What became of all seeds together."""

    ran: int = 0
    failed: int = 0
    counts: Counter[str] = field(default_factory=Counter)


def _lane(setup: str, batches: Any, results: Any, wanted: set[int]) -> None:
    """Run batches until there are none left, on servers of this lane's own."""
    end_properly_on_sigterm()
    with house(setup) as made:
        while (batch := batches.get()) is not None:
            try:
                results.put(asyncio.run(run_batch(made, setup, batch, wanted)))
            except Exception:
                results.put(Result(batch, [], {0: [f"batch {batch} could not be run: {traceback.format_exc()}"]}))


def run(setup: str, wanted: set[int], jobs: int) -> Total:
    """Run the seeds in ``wanted``, ``jobs`` batches at a time."""
    context = get_context("spawn")
    batches, results = context.Queue(), context.Queue()
    numbers = sorted({batch_of(seed) for seed in wanted})
    jobs = min(jobs, len(numbers))
    for number in [*numbers, *[None] * jobs]:
        batches.put(number)
    lanes = [context.Process(target=_lane, args=(setup, batches, results, wanted)) for _ in range(jobs)]
    for lane in lanes:
        lane.start()
    try:
        return _gather(setup, results, len(numbers), lanes)
    finally:
        for lane in lanes:
            # Those that have nothing left to do end by themselves; the others take their servers away.
            lane.join(5)
            lane.terminate()
            lane.join()


def end_properly_on_sigterm() -> None:
    """Leave by the way of ``finally``, so that no server stays behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def _gather(setup: str, results: Any, waiting: int, lanes: list[Any]) -> Total:
    started, total = time.monotonic(), Total()
    while waiting:
        try:
            result = results.get(timeout=2)
        except Empty:
            if any(lane.is_alive() for lane in lanes):
                continue
            print(f"{setup}: the lanes ended with {waiting} batches missing", flush=True)
            break
        waiting -= 1
        report(setup, result)
        total.counts += result.counts
        total.ran += len(result.seeds)
        total.failed += len(result.failures)
    print(f"\n{setup}: {total.ran} seeds, {total.failed} failing, {time.monotonic() - started:.0f} s")
    print(", ".join(f"{count} {what}" for what, count in sorted(total.counts.items())), flush=True)
    return total


def report(setup: str, result: Result) -> None:
    """Print one batch: a line where all is well, else each failing seed with how to replay it."""
    first, last = (result.seeds[0], result.seeds[-1]) if result.seeds else (0, 0)
    state = f"{len(result.failures)} FAILING" if result.failures else "ok"
    times = f"{result.seconds:.0f} s, right {result.settle_seconds:.1f} s after the last answer"
    print(f"{setup} seeds {first}-{last}: {state}, {times}", flush=True)
    for seed, complaints in result.failures.items():
        print(f"\nseed {seed} failed. Replay: python -m tests.chaos --setup {setup} --seed {seed}")
        for complaint in complaints[:10]:
            print(f"  {complaint}")
    if result.server_log:
        print("what the servers said:", *result.server_log.splitlines()[-40:], sep="\n  ", flush=True)
