"""`python -m bench`: start every system, drive it, and print tables of ratios."""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from . import generator, machine, report
from .scenarios import SCENARIOS, Result, Scenario, measure
from .world import World

FILES = 12_000


def arguments() -> argparse.Namespace:
    systems = sorted({kind.name for scenario in SCENARIOS for kind in scenario.systems})
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", default="", help=f"systems, with commas between them: {', '.join(systems)}")
    parser.add_argument(
        "--scenario", default="", help=f"scenarios, likewise: {', '.join(each.name for each in SCENARIOS)}"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--seconds", type=float, default=5.0, help="how long each run posts; budgets bound the slow systems"
    )
    chosen = parser.parse_args()
    chosen.only = _words(parser, chosen.only, systems)
    chosen.scenario = _words(parser, chosen.scenario, [each.name for each in SCENARIOS])
    return chosen


def _words(parser: argparse.ArgumentParser, text: str, known: list[str]) -> list[str]:
    words = text.split(",") if text else known
    for word in words:
        if word not in known:
            parser.error(f"{word!r} is none of {', '.join(known)}")
    return words


def run(scenario: Scenario, chosen: argparse.Namespace, world: World, program: Path) -> dict[str, list[Result]]:
    """Measure the scenario's systems in turns, so that what else the machine does hits all of them alike."""
    kinds = [kind for kind in scenario.systems if kind.name in chosen.only]
    results: dict[str, list[Result]] = {kind.name: [] for kind in kinds}
    for number in range(1, chosen.rounds + 1):
        for kind in kinds:
            started = time.monotonic()
            try:
                result = measure(scenario, kind, world, program, chosen.seconds)
            except Exception as error:
                # A run that fails must not look like one that did not happen.
                print(f"FAILED {scenario.name} {kind.name} round {number}: {error}", file=sys.stderr)
                raise SystemExit(1) from error
            results[kind.name].append(result)
            took = time.monotonic() - started
            print(
                f"{scenario.name} {number}/{chosen.rounds} {kind.name}: {result.per_second:,.0f}/s "
                f"lost {result.counts['lost']} repeated {result.counts['repeated']} in {took:.0f} s",
                file=sys.stderr,
                flush=True,
            )
    return {name: runs for name, runs in results.items() if runs}


def main() -> int:
    chosen = arguments()
    # Ended from outside, it still stops the servers that it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    machine.allow_many_files(FILES)
    if len(machine.CORES) < 2:
        raise SystemExit("Two cores are needed: one for the server, one for the load.")
    scenarios = [each for each in SCENARIOS if each.name in chosen.scenario]
    wanted = [kind for each in scenarios for kind in each.systems if kind.name in chosen.only]
    for kind in dict.fromkeys(wanted):
        kind.install()
    for line in machine.description():
        print(line, flush=True)
    os.sched_setaffinity(0, machine.LOAD_CORES)
    faults = 0
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as directory:
        world = World(Path(directory))
        program = generator.build(world.directory)
        for scenario in scenarios:
            results = run(scenario, chosen, world, program)
            if results:
                print(f"\n{report.table(scenario, results)}\n", flush=True)
            faults += sum(
                result.counts["lost"] + result.counts["repeated"] + result.counts["stray"]
                for name, runs in results.items()
                for result in runs
                if name.startswith(("parley", "redis"))
            )
    if faults:
        print(f"Parley lost, repeated or misdirected {faults} deliveries.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
