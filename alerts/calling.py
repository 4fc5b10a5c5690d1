"""Raising alerts, withdrawing them and marking them read. Nothing else writes them.

Each of these belongs into the transaction that gives the reason, so that none is lost and none is left; the pages of
those concerned are woken when that has committed.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from django.utils import timezone

from accounts.models import User

from .models import Alert
from .wake import NAMED, wake_people

LENGTH = 200


def call(alerts: Sequence[Alert]) -> None:
    """Store alerts, in one statement however many; nobody twice by the same person about the same."""
    if alerts:
        Alert.objects.bulk_create(alerts, ignore_conflicts=True, batch_size=1000)
        wake_people({alert.user_id for alert in alerts})


# The people never come here: for 5,000 it takes a fifth of the time, for which whoever calls holds a lock.
_CALL_EVERYBODY = """
    INSERT INTO alerts_alert (user_id, kind, actor_id, content, place, link, subject, created, mail_due)
    SELECT called.user_id, called.kind, %s, %s, %s, %s, %s, %s, %s FROM ({people}) called WHERE 1 = 1
    ON CONFLICT DO NOTHING
"""


def call_everybody(
    people: QuerySet[Any, tuple[int, str]], *, actor: User, content: str, place: str, link: str, subject: str
) -> None:
    """Do as ``call`` for everybody whom ``people`` gives, rows of ``user_id`` and ``kind``; ``content`` fits.

    All of it is mailed to those who are away.
    """
    sql, params = people.query.sql_with_params()
    created, due = map(connection.ops.adapt_datetimefield_value, (timezone.now(), mail_due()))
    values: list[Any] = [actor.pk, content, place, link, subject, created, due, *params]
    with connection.cursor() as cursor:
        cursor.execute(_CALL_EVERYBODY.format(people=sql), values)
        called = cursor.rowcount
    if called > NAMED:
        wake_people(None)
    elif called:
        wake_people(set(Alert.objects.filter(subject=subject, actor=actor).values_list("user_id", flat=True)))


def announce(
    user: User,
    kind: str,
    content: str,
    *,
    link: str = "",
    subject: str = "",
    place: str = "",
    actor: User | None = None,
) -> None:
    """Call one person: for an invitation, a moderation note, an announcement. ``content`` is cut to 200 characters."""
    call(
        [Alert(user=user, kind=kind, content=shortened(content), link=link, subject=subject, place=place, actor=actor)]
    )


def mail_due() -> datetime:
    """Return when to mail what is raised now and is to be mailed (``Alert.mail_due``), if it is not read by then."""
    return timezone.now() + timedelta(minutes=settings.ALERT_MAIL_MINUTES)


def shortened(content: str) -> str:
    """Return as much of a text as an alert holds."""
    return content if len(content) <= LENGTH else f"{content[: LENGTH - 1].rstrip()}…"


def withdraw(subject: str, *, actor: User | None = None) -> None:
    """Take back every alert about a subject, or with ``actor`` those that are this person's doing."""
    found = Alert.objects.filter(subject=subject)
    _take_back(found.filter(actor=actor) if actor else found)


def withdraw_about(subjects: Collection[str]) -> None:
    """Take back every alert about any of these subjects, however many."""
    _take_back(Alert.objects.filter(subject__in=subjects))


def withdraw_all_at(place: str, user: User | None = None) -> None:
    """Take back every alert about subjects at the place with this key, or only those of ``user``, who has left it."""
    found = Alert.objects.filter(subject__startswith=f"{place}/")
    _take_back(found.filter(user=user) if user else found)


def withdraw_all_of(user: User) -> None:
    """Take back everything that calls ``user``."""
    _take_back(Alert.objects.filter(user=user))


def mark_read(user: User, keys: Iterable[int] | None = None) -> None:
    """Mark these alerts of ``user`` read, or all of them; those that are, and other people's, stay as they are."""
    found = Alert.objects.filter(user=user, read=None)
    if keys is not None:
        found = found.filter(pk__in=keys)
    if found.update(read=timezone.now(), mail_due=None):
        wake_people([user.pk])


def mark_read_among(user_ids: Collection[int], subjects: str, is_read: Callable[[str], bool]) -> None:
    """Mark those unread alerts of these people read whose subject begins with ``subjects`` and of which ``is_read`` of
    the whole subject is true.
    """
    unread = Alert.objects.filter(user__in=user_ids, read=None, subject__startswith=subjects).order_by()
    found = [
        (pk, user_id) for pk, user_id, subject in unread.values_list("pk", "user_id", "subject") if is_read(subject)
    ]
    for some in batched(found, 500):
        Alert.objects.filter(pk__in=[pk for pk, _ in some], read=None).update(read=timezone.now(), mail_due=None)
    wake_people({user_id for _, user_id in found})


def mark_unread(user: User, key: int) -> None:
    """Mark an alert of ``user`` unread again."""
    if Alert.objects.filter(user=user, pk=key).exclude(read=None).update(read=None):
        wake_people([user.pk])


def unread_count(user_id: int) -> int:
    """Return how many alerts a person has not read."""
    # As SQL: it is asked with every page, and building it would take as long as several such queries.
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM alerts_alert WHERE user_id = %s AND read IS NULL", [user_id])
        return int(cursor.fetchone()[0])


def unread_counts(user_ids: Collection[int]) -> dict[int, int]:
    """Return how many alerts each of these people has not read, in one query; those without any are left out."""
    unread = Alert.objects.filter(user__in=user_ids, read=None).order_by()
    return dict(unread.values_list("user_id").annotate(Count("pk")))


def _take_back(alerts: QuerySet[Alert]) -> None:
    # Also those who have read it: it may stand in an inbox that is open.
    called = set(alerts.order_by().values_list("user_id", flat=True))
    alerts.delete()
    wake_people(called)
