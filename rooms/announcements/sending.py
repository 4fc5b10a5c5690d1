"""Raising the alerts of an announcement: some hundred people at a time, each time in a transaction of its own."""

import threading
from collections.abc import Collection

from django.db import connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

import alerts.calling as alerting
from accounts.models import User
from alerts.models import Alert
from alerts.wake import NAMED

from .. import audit
from ..models import Announcement
from .board import board

# As many as a wake-up names.
BATCH = NAMED
# So many batches are sent before whoever has pressed the button gets an answer.
AT_ONCE = 10

Audience = Announcement.Audience


def send_due() -> int:
    """Send what is to go out by now, also what was interrupted; return how many announcements that were."""
    now = timezone.now()
    due = Announcement.objects.filter(finished=None, withdrawn=None, starts__lte=now, expires__gt=now)
    keys = list(due.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        send(key)
    return len(keys)


def send(key: int) -> None:
    """Send an announcement to all whom it is for and who haven't got it. Two that do it at once do no harm."""
    while not _send_some(key):
        pass


def send_now(announcement: Announcement) -> None:
    """Send an announcement whose time has come; of one for very many, the rest goes out behind whoever asked."""
    if announcement.starts > timezone.now():
        return
    if not any(_send_some(announcement.pk) for _ in range(AT_ONCE)):
        threading.Thread(target=_send_the_rest, args=(announcement.pk,), name="announcing", daemon=True).start()


def withdraw(announcement: Announcement) -> None:
    """Take an announcement back: its alerts and its banner go."""
    with transaction.atomic():
        Announcement.objects.filter(pk=announcement.pk, withdrawn=None).update(withdrawn=timezone.now())
        alerting.withdraw(announcement.subject)
        audit.record("announcement.withdraw", room=announcement.room, before={"text": announcement.text})
        board.remembered.changed()


def alerts_for(key: int, text: str, link: str, made_by: int | None, user_ids: Collection[int]) -> list[Alert]:
    """Return what calls these people, not stored yet."""
    subject = f"announcement-{key}"
    kind = Alert.Kind.ANNOUNCEMENT
    return [
        Alert(user_id=user_id, kind=kind, actor_id=made_by, content=text, link=link, subject=subject)
        for user_id in user_ids
    ]


def _send_the_rest(key: int) -> None:
    try:
        send(key)
    finally:
        connections.close_all()


@transaction.atomic
def _send_some(key: int) -> bool:
    """Send an announcement to those who come next; return whether that is all."""
    announcement = Announcement.objects.select_for_update().get(pk=key)
    if announcement.finished or announcement.withdrawn:
        return True
    if not announcement.announced:
        announcement.announced = timezone.now()
        board.remembered.changed()
    # Those who are online get it from the processes that have their pages (``board.reach``).
    people = [] if announcement.audience == Audience.ONLINE else list(_next(announcement)[:BATCH])
    made_by: int | None = announcement.made_by_id
    alerting.call(alerts_for(key, announcement.text, announcement.link, made_by, people))
    if people:
        announcement.reached = people[-1]
        announcement.recipients += len(people)
    if len(people) < BATCH:
        announcement.finished = timezone.now()
    announcement.save(update_fields=["announced", "reached", "recipients", "finished"])
    return announcement.finished is not None


def _next(announcement: Announcement) -> QuerySet[User, int]:
    people = User.objects.filter(is_active=True, is_bot=False, pk__gt=announcement.reached)
    if announcement.audience == Audience.ROOM:
        people = people.filter(memberships__room=announcement.room)
    return people.order_by("pk").values_list("pk", flat=True)
