"""A short run of chaos: the first seeds, with pages in real Chromium among them. `make chaos` runs them all."""

import pytest

from tests.support import programs

from .lanes import run

SEEDS = set(range(1, 7))


def _needs(*names: str) -> None:
    for name in names:
        try:
            programs.find(name)
        except programs.NotInstalled as missing:
            programs.unavailable(missing)


@pytest.mark.parametrize(
    ("setup", "needed"), [("sqlite", ["chromium"]), ("postgres", ["chromium", "initdb", "redis-server"])]
)
def test_every_page_equals_a_reload_after_faults(setup: str, needed: list[str]) -> None:
    _needs(*needed)

    total = run(setup, SEEDS, jobs=1)

    assert total.ran == len(SEEDS)
    assert total.failed == 0, "the output says which seed, and how to replay it"
    assert total.counts["pages compared"] > len(SEEDS)
    assert total.counts["accepted messages"] > 5 * len(SEEDS)
    assert total.counts["reconnects"] > len(SEEDS)
