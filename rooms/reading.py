"""What somebody has not read of a room, as the room's page shows it."""

from django.http import HttpRequest

from . import access
from .models import Message


def first_new(entry: access.Entry) -> int:
    """Return the position of the first message in the room that the member has not read, or 0.

    Where nothing is new, nothing is looked up. What they said themselves is not new to them, nor is what is deleted.
    """
    membership = entry.membership
    if entry.room.latest_position <= membership.read_position:
        return 0
    found = Message.objects.filter(room=entry.room, position__gt=membership.read_position, deleted=None)
    if not membership.marked_unread:
        found = found.exclude(author=membership.user_id)
    return found.order_by("position").values_list("position", flat=True).first() or 0


def is_fetched_ahead(request: HttpRequest) -> bool:
    """Return whether a browser fetches a page that nobody has asked for yet."""
    return "prefetch" in request.headers.get("Sec-Purpose", "")
