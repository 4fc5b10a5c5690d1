"""What is going on, on the first page of Admin: cards, each for those whose permissions it needs.

A new card is a function, a row of ``CARDS``, and a template of its name in templates/admin/dashboard/.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.threads import in_server_loop
from rooms import figures
from rooms.feed import current_hub, record
from rooms.models import ServerProcess

from .charts import Chart, chart


@dataclass(frozen=True)
class Card:
    """One card: the template that shows it, and what that needs."""

    template: str
    figures: dict[str, Any]


def dashboard(request: HttpRequest) -> list[Card]:
    """Return the cards that who asks may see."""
    return [
        Card(f"admin/dashboard/{name}.html", find())
        for name, permission, find in CARDS
        if request.user.has_perm(permission)
    ]


def now_online() -> dict[str, Any]:
    """Sockets and delays by process. The one that answers knows its own best."""
    own = this_process()
    found = [process for process in figures.processes() if process.key != own.key]
    if own.sockets or not found:
        found.insert(0, own)
    return {
        "processes": found,
        "people": sum(process.people for process in found),
        "sockets": sum(process.sockets for process in found),
        "is_several": len(found) > 1,
    }


def this_process() -> ServerProcess:
    """Return what this process holds at this moment, not stored."""
    found: list[record.Figures] = []

    async def look() -> None:
        found.append(record.figures(current_hub()))

    in_server_loop(look())
    key, name, sockets, people, rooms, delays = found[0]
    usual, slow = delays or (None, None)
    now = timezone.now()
    return ServerProcess(
        key=key, name=name, seen=now, sockets=sockets, people=people, rooms=rooms, delay=usual, slow_delay=slow
    )


def messages() -> dict[str, Any]:
    counts = figures.messages_by_hour()
    return {"by_hour": _last_day("messages-by-hour", counts), "by_day": _last_days("messages-by-day", counts)}


def rooms() -> dict[str, Any]:
    busy = figures.busy_rooms()
    return {"rooms": busy, "most": max((each.count for each in busy), default=0)}


def people() -> dict[str, Any]:
    counts = figures.people_by_hour()
    return {"by_day": _last_days("people-by-day", counts)}


def uploads() -> dict[str, Any]:
    return {"uploads": figures.uploads()}


# The name of a card's template, the permission that it needs, and what it shows; in their order on the page. Reports
# that are open belong behind the first.
CARDS: list[tuple[str, str, Callable[[], dict[str, Any]]]] = [
    ("online", "rooms.view_serverprocess", now_online),
    ("messages", "rooms.view_message", messages),
    ("rooms", "rooms.view_room", rooms),
    ("people", "accounts.view_user", people),
    ("uploads", "rooms.view_attachment", uploads),
]


def _last_day(name: str, counts: dict[int, int]) -> Chart:
    now = figures.hour_of(timezone.now())
    hours = range(now - 23, now + 1)
    return chart(
        name,
        [(datetime.fromtimestamp(hour * figures.HOUR, UTC), counts.get(hour, 0)) for hour in hours],
        is_by_day=False,
    )


def _last_days(name: str, counts: dict[int, int]) -> Chart:
    """By the days of who looks, in their time zone."""
    zone = timezone.get_current_timezone()
    days = Counter[Any]()
    for hour, count in counts.items():
        days[datetime.fromtimestamp(hour * figures.HOUR, zone).date()] += count
    today = timezone.localdate()
    wanted = [today - timedelta(days=back) for back in reversed(range(figures.DAYS))]
    moments = [(datetime.combine(day, time(12), zone), days[day]) for day in wanted]
    return chart(name, moments, is_by_day=True)
