"""What Prometheus asks for at /metrics: of this process its sockets and its delays, of the site its figures."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from rooms import figures
from rooms.feed import measuring

from .admin.dashboard import this_process


class Now(Collector):
    """Figures that are read when they are asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        process = this_process()
        yield _gauge("sockets", "Open pages whose sockets this process holds.", process.sockets)
        yield _gauge("people", "People whose pages these are.", process.people)
        yield _gauge("rooms_open", "Rooms that these pages show.", process.rooms)
        # Of the whole site, the same from every process.
        messages, people, uploads = figures.messages_by_hour(), figures.people_by_hour(), figures.uploads()
        yield _gauge("site_messages_this_hour", "Messages of the hour that is running.", _since(messages, 0))
        yield _gauge("site_messages_day", "Messages of this hour and the 23 before it.", _since(messages, 23))
        yield _gauge("site_people_new_day", "People who came in this hour and the 23 before it.", _since(people, 23))
        yield _gauge("site_uploads", "Files that messages carry.", uploads.count)
        yield _gauge("site_uploads_bytes", "Their size in bytes.", uploads.size)


def _since(counts: dict[int, int], hours: int) -> int:
    first = figures.hour_of(timezone.now() - timedelta(hours=hours))
    return sum(count for hour, count in counts.items() if hour >= first)


def _gauge(name: str, documentation: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"parley_{name}", documentation, value=value)


_figures = CollectorRegistry()
_figures.register(Now())
ProcessCollector(registry=_figures)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer who brings the token of the settings; without one in the settings there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404("no token is set")
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponseForbidden("not allowed\n", content_type="text/plain")
    body = generate_latest(_figures) + generate_latest(measuring.registry)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)
