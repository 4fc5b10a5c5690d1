"""How long it takes from the commit of something said to the moment when its frame is handed over: once a delivery.

Not once a socket: a frame is handed to thousands of them at the same moment.
"""

import time
from collections import deque
from statistics import median, quantiles
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Histogram

# What /metrics tells of this process.
registry = CollectorRegistry()

_delays = Histogram(
    "parley_delivery_seconds",
    "From the commit of a change of a room to the hand-over of its frame to this process's sockets.",
    buckets=(0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
    registry=registry,
)

RECENT_SECONDS = 300
# When, and how long it took.
_recent: deque[tuple[float, float]] = deque(maxlen=1_000)


class Delays(NamedTuple):
    """Of what was delivered lately, in milliseconds: the usual one, and that which 5% are above."""

    usual: float
    slow: float


def delivered(committed: float) -> None:
    """Take note that what was committed at a moment (by ``time.time``) has just been handed over."""
    # The clocks of two machines may differ.
    seconds = max(0.0, time.time() - committed)
    _delays.observe(seconds)
    _recent.append((time.monotonic(), seconds))


def recent_delays() -> Delays | None:
    """Return how quick deliveries were in the last five minutes, or None without any."""
    since = time.monotonic() - RECENT_SECONDS
    found = [seconds * 1000 for at, seconds in list(_recent) if at > since]
    if len(found) < 2:
        return Delays(found[0], found[0]) if found else None
    return Delays(median(found), quantiles(found, n=20, method="inclusive")[-1])
