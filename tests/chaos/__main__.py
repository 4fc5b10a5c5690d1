"""Runs chaos (``python -m tests.chaos --seeds 1-1000 --setup sqlite``), and fails if anything was wrong.

What is not said on the command line is taken from SETUP, SEEDS, SEED and JOBS, for ``make chaos SEEDS=1-100``.
"""

import argparse
import os
import sys

from .lanes import end_properly_on_sigterm, run
from .plan import SETUPS, batch_of, seeds_of


def _arguments() -> argparse.Namespace:
    said = os.environ.get
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--setup", choices=[*SETUPS, "both"], default=said("SETUP") or "both")
    parser.add_argument("--seeds", default=said("SEEDS") or "1-1000", help="first-last, or one seed")
    parser.add_argument("--seed", type=int, default=said("SEED") or 0, help="replay one seed and those beside it")
    parser.add_argument("--alone", action="store_true", help="with --seed: leave out those beside it")
    parser.add_argument("--jobs", type=int, default=said("JOBS") or 2, help="batches at a time")
    return parser.parse_args()


def _wanted(chosen: argparse.Namespace) -> set[int]:
    if chosen.seed:
        return {chosen.seed} if chosen.alone else set(seeds_of(batch_of(chosen.seed)))
    first, _, last = chosen.seeds.partition("-")
    return set(range(int(first), int(last or first) + 1))


def main() -> int:
    end_properly_on_sigterm()
    chosen = _arguments()
    wanted = _wanted(chosen)
    setups = SETUPS if chosen.setup == "both" else [chosen.setup]
    totals = [run(setup, wanted, chosen.jobs) for setup in setups]
    return 0 if all(total.ran == len(wanted) and not total.failed for total in totals) else 1


if __name__ == "__main__":
    sys.exit(main())
