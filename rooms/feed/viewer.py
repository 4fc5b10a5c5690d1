from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from accounts.sessions import SignedIn

from .wire import Wire


class Variant(NamedTuple):
    """What a rendering depends on beside the message: two viewers of one variant see the same text."""

    language: str
    time_zone: str


@dataclass(eq=False, slots=True)
class Viewer:
    """One open page of a room, as the feed knows it."""

    room_id: int
    signed_in: SignedIn
    variant: Variant
    # The room's version at which the viewer's access was last found good.
    checked_version: int
    wire: Wire
    # Says why on the page, then closes with a code on which htmx stays closed.
    refuse: Callable[[str], Awaitable[None]]

    @property
    def user_id(self) -> int:
        return self.signed_in.user_id
