from asyncio import timeout
from uuid import uuid4

from channels.layers import get_channel_layer
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.threads import in_server_loop

# A layer that doesn't answer is as good as away, and who asks has little patience.
LAYER_SECONDS = 2


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that this process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database and the channel layer can be reached, else 503 with what can't."""
    missing = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        missing.append("database")
    try:
        in_server_loop(_reach_layer())
    except Exception:
        missing.append("channel layer")
    if missing:
        return HttpResponse(f"not reached: {', '.join(missing)}\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


async def _reach_layer() -> None:
    async with timeout(LAYER_SECONDS):
        await get_channel_layer().group_send(f"ready.{uuid4().hex}", {"type": "ready"})
