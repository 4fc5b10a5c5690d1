"""What the pages of one room show of the company there, and when they are to be shown something else."""

from collections.abc import Collection
from math import inf

from ..presence.known import Here
from ..presence.showing import Fragments, Shown, Wanted
from .viewer import Viewer
from .wire import Frame

# A room's pages get one frame of this at most in so many seconds, and more seldom where there are thousands.
PACE_SECONDS = 1.0
VIEWERS_PER_SECOND = 2500
# Who comes and goes may be shown later, in the same way.
ARRIVALS_PER_SECOND = 1000
LONGEST_PACE_SECONDS = 5.0
# What says that somebody types vanishes from the page later than that (presence.css), unless it is said again.
TYPING_AGAIN_SECONDS = 8.0


class Company:
    """A room with pages in this process. Times are in seconds, of a clock that only goes forward."""

    def __init__(self) -> None:
        # What the pages show, and since when.
        self.shown: Shown | None = None
        self._typing: tuple[int, ...] = ()
        self._typing_at = self._here_at = self._frame_at = -inf
        # When to count who is here, and whether the outcome is to be shown.
        self.count_due = inf
        self._is_here_due = False
        # Pages that may show anything; those in ``_taken`` are just being told.
        self._new: set[Viewer] = set()
        self._taken: set[Viewer] = set()

    def came(self, viewer: Viewer, now: float) -> None:
        self._new.add(viewer)
        self.count_soon(now)

    def went(self, viewer: Viewer, now: float) -> None:
        self._new.discard(viewer)
        self.count_soon(now)

    def count_soon(self, now: float) -> None:
        """Count a second from ``now``: whoever reloads a page is back by then, and hasn't been away for anybody."""
        self.count_due = min(self.count_due, now + PACE_SECONDS)

    def show_who_is_here(self) -> None:
        self._is_here_due = True

    def is_quiet(self, typing: tuple[int, ...]) -> bool:
        """Return whether nothing will be due as long as nothing happens."""
        return not (typing or self._typing or self._is_here_due or self._new) and self.count_due == inf

    def take(
        self, room_id: int, viewers: Collection[Viewer], here: Here, typing: tuple[int, ...], now: float
    ) -> Wanted | None:
        """Return what is to be rendered for the pages now, if anything, and take it as shown."""
        is_typing_due = typing != self._typing or (bool(typing) and now >= self._typing_at + TYPING_AGAIN_SECONDS)
        pace = min(LONGEST_PACE_SECONDS, len(viewers) / ARRIVALS_PER_SECOND)
        is_here_due = self._is_here_due and now >= self._here_at + pace
        pace = max(PACE_SECONDS, len(viewers) / VIEWERS_PER_SECOND)
        if not viewers or not (is_typing_due or is_here_due) or now < self._frame_at + pace:
            return None
        self._frame_at = now
        if is_typing_due:
            self._typing_at, self._typing = now, typing
        if is_here_due:
            # Whoever comes while this is rendered is new to the next.
            self._here_at, self._is_here_due = now, False
            self._taken, self._new = self._new, set()
        return Wanted(
            room_id,
            {viewer.variant.language for viewer in viewers},
            here=here if is_here_due else None,
            before=self.shown,
            typing=typing if is_typing_due or self._taken else None,
            is_typing_new=is_typing_due,
        )

    def write(self, viewers: Collection[Viewer], wanted: Wanted, fragments: Fragments) -> None:
        """Write what was rendered to every page that lacks it."""
        new, self._taken = self._taken, set()
        self.shown = fragments.shown or self.shown
        frames: dict[tuple[str, int, bool], Frame] = {}
        for viewer in viewers:
            language = viewer.variant.language
            own = viewer.user_id if (language, viewer.user_id) in fragments.typing else 0
            key = (language, own, viewer in new)
            frame = frames.get(key) or frames.setdefault(key, _frame(key, wanted, fragments))
            if frame.text:
                viewer.wire.write(frame)


def _frame(key: tuple[str, int, bool], wanted: Wanted, fragments: Fragments) -> Frame:
    language, own, is_new = key
    # A page in a language that nobody had when this was rendered gets it with the next.
    here = (fragments.whole if is_new else fragments.changed).get(language, "")
    typing = fragments.typing.get((language, own), "") if is_new or wanted.is_typing_new else ""
    return Frame(here + typing)
