"""Runs chaos (``python -m tests.chaos --seeds 1-1000 --setup sqlite``), and fails if anything was wrong."""

import argparse
import sys

from .lanes import run
from .plan import SETUPS, batch_of, seeds_of


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--setup", choices=SETUPS, default="sqlite")
    parser.add_argument("--seeds", default="1-20", help="first-last, or one seed")
    parser.add_argument("--seed", type=int, help="replay one seed, among the worlds that it shares its servers with")
    parser.add_argument("--alone", action="store_true", help="with --seed: leave the other worlds out")
    parser.add_argument("--jobs", type=int, default=2, help="batches at a time")
    return parser.parse_args()


def _wanted(chosen: argparse.Namespace) -> set[int]:
    if chosen.seed:
        return {chosen.seed} if chosen.alone else set(seeds_of(batch_of(chosen.seed)))
    first, _, last = chosen.seeds.partition("-")
    return set(range(int(first), int(last or first) + 1))


def main() -> int:
    chosen = _arguments()
    wanted = _wanted(chosen)
    total = run(chosen.setup, wanted, chosen.jobs)
    return 0 if total.ran == len(wanted) and not total.failed else 1


if __name__ == "__main__":
    sys.exit(main())
