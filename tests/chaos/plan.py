"""What will happen, drawn from seeds before anything happens: who does what when, and what breaks when.

A seed gives one world (a room, its people, its pages). Worlds come in batches that share their servers; what happens to
servers is drawn from the batch. So a seed always has the same plan. The machine's clock is no part of it: two
runs of one plan interleave a little differently.
"""

import random
from dataclasses import dataclass

BATCH_SIZE = 10
# How long things happen in a batch; then every fault ends.
ACTIVE_SECONDS = 8.0
# How long a server is away or stands still, at most, and then some to come back.
LONGEST_FAULT_SECONDS = 4.0

SETUPS = ("sqlite", "postgres")

# Every so many worlds, one has pages in real Chromium too, beginning with the first.
CHROMIUM_EVERY = 50

ACTIONS = {
    "post": 12,
    "post_lines": 3,
    "post_odd": 2,
    "post_burst": 1.5,
    "reply": 3,
    "edit": 4,
    "delete": 2,
    "react": 4,
    "pin": 1,
    "remove": 1,
    "add": 1.5,
    "leave": 0.5,
    "join": 1,
    "rename": 1,
    "rename_person": 1,
    "change_kind": 0.8,
    "sign_in": 1.2,
    "sign_out": 0.8,
    "sign_out_everywhere": 0.5,
    "change_password": 0.5,
    "deactivate": 0.5,
    "activate": 1,
    "load_older": 3,
    "open_page": 1.5,
    "close_page": 0.7,
    "reload": 1,
    "cut": 2.5,
    "refuse": 1,
    "freeze": 1.5,
    "freeze_and_cut": 1,
    "delay": 1,
    "split": 1.5,
    "heal": 1.5,
}

SERVER_FAULTS = {
    "sqlite": {"kill": 3, "terminate": 2, "pause": 1.5},
    "postgres": {
        "kill": 3,
        "terminate": 1.5,
        "pause": 1.5,
        "kill_all": 1,
        "redis_restart": 2,
        "redis_flush": 1,
        "postgres_fast": 1,
        "postgres_immediate": 1,
    },
}

TIME_ZONES = ("UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati")


@dataclass(frozen=True)
class Step:
    """Something to do ``at`` seconds after the start; ``dice`` (0 to 1) decide everything else about it."""

    at: float
    what: str
    dice: tuple[float, float, float]


@dataclass(frozen=True)
class WorldPlan:
    seed: int
    zones: tuple[str, ...]
    history: int
    # How many pages each of the first three people has at the start.
    pages: tuple[int, int, int]
    steps: tuple[Step, ...]
    # How many pages in real Chromium there are beside these.
    browsers: int


@dataclass(frozen=True)
class BatchPlan:
    setup: str
    number: int
    settings: dict[str, str]
    faults: tuple[Step, ...]

    @property
    def noticing_seconds(self) -> float:
        """How long a page may go on getting what is said after its session has ended.

        The end of a session is no change of the room: pages end by a wake-up, and where that is lost by the next
        heartbeat that can reach the database.
        """
        heartbeat = float(self.settings["FEED_HEARTBEAT_SECONDS"])
        faults = {step.what for step in self.faults}
        # In a single process the wake-up can be lost only by the layer, or together with all pages.
        is_lossy = self.settings["CHAOS_FLAKY_LAYER"] == "yes" or self.setup != "sqlite"
        return (
            2.5
            + is_lossy * heartbeat
            + ("pause" in faults) * LONGEST_FAULT_SECONDS
            + bool(faults & {"postgres_fast", "postgres_immediate"}) * (heartbeat + LONGEST_FAULT_SECONDS)
        )


def batch_of(seed: int) -> int:
    return (seed - 1) // BATCH_SIZE


def seeds_of(batch: int) -> range:
    return range(batch * BATCH_SIZE + 1, (batch + 1) * BATCH_SIZE + 1)


def _steps(chance: random.Random, weights: dict[str, float], count: int, start: float) -> tuple[Step, ...]:
    names = chance.choices(list(weights), list(weights.values()), k=count)
    times = sorted(chance.uniform(start, ACTIVE_SECONDS) for _ in names)
    return tuple(
        Step(at, name, (chance.random(), chance.random(), chance.random()))
        for at, name in zip(times, names, strict=True)
    )


def world_plan(setup: str, seed: int) -> WorldPlan:
    chance = random.Random(f"world {setup} {seed}")
    browsers = 2 if seed % CHROMIUM_EVERY == 1 else 0
    actions = {**ACTIONS, "browse": 10} if browsers else ACTIONS
    return WorldPlan(
        seed=seed,
        zones=tuple(chance.choices(TIME_ZONES, k=4)),
        history=chance.choice([0, 0, 3, 9, 10, 11, 25, 40]),
        pages=(1, chance.choice([1, 1, 2]), chance.choice([0, 1, 1])),
        steps=_steps(chance, actions, chance.randint(20, 40), 0.0),
        browsers=browsers,
    )


def batch_plan(setup: str, number: int) -> BatchPlan:
    chance = random.Random(f"batch {setup} {number}")
    return BatchPlan(
        setup=setup,
        number=number,
        settings={
            "FEED_HEARTBEAT_SECONDS": chance.choice(["1", "2", "5"]),
            "CHAOS_FLAKY_LAYER": chance.choice(["yes", "yes", "no"]),
        },
        faults=_steps(chance, SERVER_FAULTS[setup], chance.randint(1, 3), 0.5),
    )
