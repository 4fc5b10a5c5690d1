"""What tells one state of somebody's inbox from another, so that an open one knows when to look again."""

from collections.abc import Collection
from zlib import crc32

from django.db.models import Count, Max, Q

from .models import Alert


def digests(user_ids: Collection[int]) -> dict[int, str]:
    """Return what each of these people's inboxes is like now, in one query."""
    found = Alert.objects.filter(user__in=user_ids).order_by().values_list("user_id")
    states = found.annotate(
        count=Count("pk"), newest=Max("pk"), unread=Count("pk", filter=Q(read=None)), latest=Max("read")
    )
    likes = {user_id: _digest(*state) for user_id, *state in states}
    return {user_id: likes.get(user_id, _digest()) for user_id in user_ids}


def _digest(*state: object) -> str:
    return f"{crc32(repr(state).encode()):08x}"
