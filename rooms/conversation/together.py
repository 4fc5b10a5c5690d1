from collections import deque
from collections.abc import Callable
from threading import Lock


class Together[T]:
    """Lets threads that ask for the same kind of work at once have it done in one go.

    Whoever comes first does their own; what comes meanwhile waits, and the first of those does it for all of them. So
    nobody waits for company, and the busier it is the more is done at once.
    """

    def __init__(self, work: Callable[[list[T]], None]) -> None:
        self._work = work
        self._waiting: deque[tuple[T, list[BaseException | None]]] = deque()
        self._turn = Lock()

    def do(self, item: T) -> None:
        """Return when ``work`` has been done with ``item`` among others; raise what it raised."""
        # Empty until it is done.
        outcome: list[BaseException | None] = []
        self._waiting.append((item, outcome))
        with self._turn:
            if not outcome:
                self._do_all_that_waits()
        if outcome[0]:
            raise outcome[0]

    def _do_all_that_waits(self) -> None:
        items, outcomes = [], []
        while self._waiting:
            item, outcome = self._waiting.popleft()
            items.append(item)
            outcomes.append(outcome)
        error: BaseException | None = None
        try:
            self._work(items)
        except BaseException as raised:
            error = raised
        for outcome in outcomes:
            outcome.append(error)
