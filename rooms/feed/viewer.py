from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import NamedTuple


class Variant(NamedTuple):
    """What a rendering depends on beside the message: two viewers of one variant see the same text."""

    language: str
    time_zone: str


@dataclass(eq=False)
class Viewer:
    """One open page of a room, as the feed knows it."""

    user_id: int
    variant: Variant
    # The room's version at which the viewer's access was last found good.
    checked_version: int
    send: Callable[[str], Awaitable[None]]
    # Says why on the page, then closes with a code on which htmx stays closed.
    refuse: Callable[[str], Awaitable[None]]
    live: bool = field(default=False, init=False)
