"""What is going on, in numbers: for the first page of Admin and for /metrics. Kept for some seconds or minutes.

Each is bounded, by an index on time or by a number of rows, and no message is counted twice: hours that are over are
remembered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Model, Sum
from django.db.models.functions import Substr, TruncHour
from django.utils import timezone

from accounts.models import User

from .models import Attachment, Message, Room, ServerProcess
from .models.process import SILENT

HOUR = 3600
DAYS = 30
# So many of the newest messages say which rooms are busy.
LOOKED_AT = 50_000
BUSY_SHOWN = 10


@dataclass(frozen=True)
class Busy:
    """A room, and how many messages of the last day are in it."""

    room: Room
    count: int


@dataclass(frozen=True)
class Uploads:
    """How many files there are, and their size in bytes."""

    count: int
    size: int


def hour_of(moment: datetime) -> int:
    """Return the number of an hour, counted as time is."""
    return int(moment.timestamp()) // HOUR


def messages_by_hour() -> dict[int, int]:
    """Return how many messages were written in each hour of the last thirty days, by ``hour_of``; not where none."""
    return _kept("figures:messages", 15, _messages_by_hour)


def _messages_by_hour() -> dict[int, int]:
    now = hour_of(timezone.now())
    first = now - DAYS * 24
    # What an import brings into hours that are over shows a day later.
    counts: dict[int, int] = cache.get("figures:hours-over", {})
    start = max(counts, default=first)
    counts = {hour: count for hour, count in counts.items() if first <= hour < start}
    counts |= _by_hour(Message, "created", start)
    # The last one that is over is known by its being there, also where nothing was said.
    cache.set("figures:hours-over", {now - 1: 0} | {hour: n for hour, n in counts.items() if hour < now}, 24 * HOUR)
    return counts


def people_by_hour() -> dict[int, int]:
    """Return how many people came in each hour of the last thirty days. Those of imports don't count."""
    first = hour_of(timezone.now()) - DAYS * 24
    return _kept("figures:people", 60, lambda: _by_hour(User, "date_joined", first, is_placeholder=False))


def _by_hour(model: type[Model], field: str, start: int, **conditions: Any) -> dict[int, int]:
    rows = model._default_manager.filter(**{f"{field}__gte": datetime.fromtimestamp(start * HOUR, UTC)}, **conditions)
    # SQLite would call a function of Python's for each row; there the time is a text that begins with the hour.
    hour: Any = Substr(field, 1, 13) if connection.vendor == "sqlite" else TruncHour(field, tzinfo=UTC)
    found = rows.order_by().annotate(hour_of_it=hour).values_list("hour_of_it").annotate(Count("pk"))
    return {hour_of(_moment(written)): count for written, count in found}


def _moment(hour: Any) -> datetime:
    return datetime.fromisoformat(f"{hour}:00").replace(tzinfo=UTC) if isinstance(hour, str) else hour


def busy_rooms() -> list[Busy]:
    """Return the rooms in which most was said in the last day, without direct conversations."""
    counts = _kept("figures:busy", 60, _busy)
    rooms = Room.objects.exclude(kind=Room.Kind.DIRECT).in_bulk([room_id for room_id, _ in counts])
    return [Busy(rooms[room_id], count) for room_id, count in counts if room_id in rooms][:BUSY_SHOWN]


def _busy() -> list[tuple[int, int]]:
    since = connection.ops.adapt_datetimefield_value(timezone.now() - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT room_id, COUNT(*) FROM (
                SELECT room_id FROM rooms_message WHERE created >= %s ORDER BY created DESC, id DESC LIMIT %s
            ) AS recent
            GROUP BY room_id ORDER BY COUNT(*) DESC, room_id LIMIT %s
            """,
            [since, LOOKED_AT, BUSY_SHOWN * 5],
        )
        return [(room_id, count) for room_id, count in cursor.fetchall()]


def uploads() -> Uploads:
    """Return how much people have uploaded."""
    return Uploads(*_kept("figures:uploads", 300, _uploads))


def _uploads() -> tuple[int, int]:
    found = Attachment.objects.aggregate(count=Count("pk"), size=Sum("size"))
    return found["count"], found["size"] or 0


def processes() -> list[ServerProcess]:
    """Return the processes of the server that said something lately, by name."""
    return list(ServerProcess.objects.filter(seen__gt=timezone.now() - SILENT).order_by("name", "pk"))


def _kept[T](key: str, seconds: int, find: Callable[[], T]) -> T:
    found: T | None = cache.get(key)
    if found is None:
        found = find()
        cache.set(key, found, seconds)
    return found
