from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from accounts.sessions import SignedIn

from .wire import Wire


class Variant(NamedTuple):
    """What a rendering depends on beside the message: two viewers of one variant see the same text."""

    language: str
    time_zone: str


class Shown(NamedTuple):
    """What a page says that it shows of what calls its person."""

    # The page's own title, before which the number of alerts stands.
    title: str
    alerts: int
    # ``room_list.digest`` of the list of rooms, or None where the page has none.
    rooms: str | None
    # These are hours in which nothing calls: the number is not in the title.
    quiet: bool = False
    # ``inbox.digests`` of the inbox, or None where the page isn't that.
    inbox: str | None = None
    # ``board.key_of`` what stands in its banner, or None where it has none.
    banner: str | None = None


@dataclass(eq=False, slots=True)
class Viewer:
    """One open page, as the feed knows it: of a room, or with 0 for ``room_id`` any other."""

    room_id: int
    signed_in: SignedIn
    variant: Variant
    # The room's version at which the viewer's access was last found good.
    checked_version: int
    wire: Wire
    # Says why on the page, then closes with a code on which htmx stays closed.
    refuse: Callable[[str], Awaitable[None]]
    shown: Shown | None = None

    @property
    def user_id(self) -> int:
        return self.signed_in.user_id
