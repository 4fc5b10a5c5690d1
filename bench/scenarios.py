"""What is measured: each scenario runs one system once, from its start to its stop, and returns one Result."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .generator import Generator, Plan
from .systems.base import System
from .systems.ceiling import Ceiling
from .systems.nchan import Nchan
from .systems.node import PlainWs, SocketIo
from .systems.parley import Parley, PlainParley, RedisPair, RedisParley
from .systems.tutorial import Tutorial
from .world import Scene, World, crowd, small_rooms

# Seconds after which nothing that is still on its way is waited for; it counts as lost.
DRAIN = 90
IDLE_SECONDS = 2
# So many viewers come and go before memory is looked at: what they load, a process has once, not for each socket.
FIRST = 64


@dataclass
class Result:
    """The counts of the generator (see load/count.c) and what the processes used meanwhile."""

    counts: dict[str, Any]
    server_cpu: float
    kib_per_socket: float
    extra: dict[str, float] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Deliveries a second; where nobody views, answers a second."""
        return self._done / self._seconds

    @property
    def cpu_us(self) -> float:
        """Microseconds of the server's CPU for each delivery or answer."""
        return self.server_cpu * 1e6 / max(self._done, 1)

    @property
    def generator_share(self) -> float:
        """The part of its core that the generator used; near 1, it and not the server would be what was measured."""
        return float(self.counts["cpu"]) / self._seconds

    @property
    def _done(self) -> int:
        return int(self.counts["deliveries"] or self.counts["posts"])

    @property
    def _seconds(self) -> float:
        return max(float(self.counts["seconds"]), 1e-9)


@dataclass(frozen=True)
class Scenario:
    """One table: ``measure`` is called for each system in each round."""

    name: str
    title: str
    systems: list[type[System]]
    measure: Callable[["Run"], Result]
    # What the ratios are against, and which figure is compared: "rate", "latency", "storm" or "cpu".
    against: str = "tutorial"
    figure: str = "rate"


@dataclass
class Run:
    """One system in one round."""

    scenario: str
    system: System
    program: Path
    directory: Path
    seconds: float

    def generator(self, plan: Plan) -> Generator:
        return Generator(self.program, plan, self.directory)

    @property
    def most(self) -> int:
        return self.system.budgets.get(self.scenario, 100_000)


def _first_viewers(run: Run, scene: Scene) -> None:
    generator = run.generator(run.system.plan(Scene(scene.viewers[:FIRST], scene.posters[:1])))
    try:
        generator.open()
        time.sleep(IDLE_SECONDS)
    finally:
        generator.close()
    time.sleep(IDLE_SECONDS)


def _talk(run: Run, scene: Scene, **how: Any) -> Result:
    """Open the viewers, let the server rest, post as ``how`` says, and count."""
    system = run.system
    _first_viewers(run, scene)
    empty = system.resident_bytes()
    generator = run.generator(system.plan(scene))
    try:
        generator.open()
        time.sleep(IDLE_SECONDS)
        kib = (system.resident_bytes() - empty) / 1024 / len(scene.viewers)
        # The first messages of a process load modules and templates.
        generator.run(seconds=2, most=system.budgets.get("warm", 8), drain=DRAIN)
        before = system.cpu_seconds()
        counts = generator.run(seconds=run.seconds, most=run.most, drain=DRAIN, **how)
        return Result(counts, system.cpu_seconds() - before, kib)
    finally:
        generator.close()


def _page(run: Run) -> Result:
    system = run.system
    assert isinstance(system, Parley)
    generator = run.generator(system.page_plan())
    try:
        generator.run(in_flight=16, seconds=1, drain=10)
        before = system.cpu_seconds()
        counts = generator.run(in_flight=16, seconds=run.seconds, drain=10)
        return Result(counts, system.cpu_seconds() - before, 0)
    finally:
        generator.close()


def _storm(run: Run) -> Result:
    system = run.system
    assert isinstance(system, Parley)
    generator = run.generator(system.storm_plan(crowd(5000)))
    try:
        generator.open()
        generator.run(seconds=2, most=8, drain=DRAIN)
        generator.begin_storm(at_once=5000, seconds=120, messages=10)
        system.restart()
        counts = generator.end_storm()
        return Result(counts, system.cpu_seconds(), 0, {"down": counts["down"], "live": counts["live"]})
    finally:
        generator.close()


EVERYBODY: list[type[System]] = [Parley, Tutorial, SocketIo, Nchan, PlainWs]
ONE_ROOM: list[type[System]] = [*EVERYBODY, Ceiling]
STEADY: list[type[System]] = [Parley, SocketIo, Nchan, PlainWs]

SCENARIOS = [
    Scenario("crowd", "1,000 viewers in one room, 32 messages in flight", ONE_ROOM,
             lambda run: _talk(run, crowd(1000), in_flight=32)),
    Scenario("single", "1,000 viewers in one room, one message at a time", EVERYBODY,
             lambda run: _talk(run, crowd(1000), in_flight=1)),
    Scenario("large", "5,000 viewers in one room, 32 messages in flight", ONE_ROOM,
             lambda run: _talk(run, crowd(5000), in_flight=32)),
    Scenario("rooms", "100 rooms of 10 viewers, 32 messages in flight", EVERYBODY,
             lambda run: _talk(run, small_rooms(), in_flight=32)),
    Scenario("pace", "50 messages a second to 1,000 viewers, while 1,000 others sit in 100 rooms", STEADY,
             lambda run: _talk(run, crowd(1000, bystanders=1000), rate=50), against="nchan", figure="latency"),
    Scenario("storm", "5,000 pages of a server that is killed and started again, 10 messages said at once", [Parley],
             _storm, against="", figure="storm"),
    Scenario("page", "The room page (50 messages), 16 clients", [Parley, PlainParley],
             _page, against="parley-plain", figure="page"),
    Scenario("pair", "1,000 viewers, 32 in flight, behind Redis: one Daphne process and two", [RedisParley, RedisPair],
             lambda run: _talk(run, crowd(1000), in_flight=32), against="redis-one"),
]  # fmt: skip


def measure(scenario: Scenario, kind: type[System], world: World, program: Path, seconds: float) -> Result:
    """Run one system once."""
    system = kind(world)
    try:
        system.start()
        return scenario.measure(Run(scenario.name, system, program, world.directory, seconds))
    finally:
        system.stop()
