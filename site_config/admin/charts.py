"""Bar charts as numbers; templates/admin/dashboard/chart.html draws them, and has a table of the same behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

# In the units of the drawing, which is as wide as its place.
WIDTH, HEIGHT = 600, 140
GAP = 0.2


@dataclass(frozen=True)
class Bar:
    """One bar: what it counts, when that is, and where it stands. ``height`` is 0 for nothing."""

    count: int
    moment: datetime
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """Bars over time. ``is_by_day`` or else by hour; ``most`` is the count of the highest."""

    name: str
    is_by_day: bool
    bars: Sequence[Bar]
    most: int
    total: int
    width: int = WIDTH
    height: int = HEIGHT


def chart(name: str, counts: Sequence[tuple[datetime, int]], *, is_by_day: bool) -> Chart:
    """Return a chart of what was counted at some moments, in their order."""
    most = max((count for _, count in counts), default=0)
    step = WIDTH / max(len(counts), 1)
    bars = []
    for number, (moment, count) in enumerate(counts):
        # What is there at all is to be seen.
        height = max(HEIGHT * count / most, 2) if count else 0
        bars.append(
            Bar(
                count=count,
                moment=moment,
                x=round(number * step + step * GAP / 2, 2),
                y=round(HEIGHT - height, 2),
                width=round(step * (1 - GAP), 2),
                height=round(height, 2),
            )
        )
    return Chart(name, is_by_day, bars, most, sum(count for _, count in counts))
