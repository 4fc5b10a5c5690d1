"""Takes what is due to people into digests. It may be done by several workers at once."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.quiet import disturbable

from ..models import Alert, Digest
from .recipients import addresses

# So many alerts are looked at in one turn.
AT_ONCE = 500
# Whoever is here or keeps quiet hours is looked at again after this.
AGAIN = timedelta(minutes=5)


def due_to(now: datetime) -> list[int]:
    """Return for each alert that is due to whom it is, the longest due first, of as many as one turn takes."""
    return list(
        Alert.objects.filter(mail_due__lte=now).order_by("mail_due").values_list("user_id", flat=True)[:AT_ONCE]
    )


def gather(user_ids: Collection[int], here: Collection[int], now: datetime) -> None:
    """Take what is due to these people into a digest for each, let it go, or put it off; ``here`` have a page open."""
    mailed = addresses(user_ids)
    Alert.objects.filter(user__in=set(user_ids) - mailed.keys(), mail_due__lte=now).update(mail_due=None)
    busy = {user.pk for user in User.objects.filter(pk__in=mailed) if user.pk in here or not disturbable(user, now)}
    _put_off(busy, now + AGAIN, now)
    resting = _resting(mailed.keys() - busy, now)
    for user_id, until in resting.items():
        _put_off([user_id], until, now)
    for user_id in user_ids:
        if user_id in mailed and user_id not in busy and user_id not in resting:
            _take(user_id, now)


def _put_off(user_ids: Collection[int], until: datetime, now: datetime) -> None:
    if user_ids:
        Alert.objects.filter(user__in=user_ids, mail_due__lte=now).update(mail_due=until)


def _resting(user_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """Return until when those of these people are left alone who have a digest under way or had one just now."""
    pause = timedelta(minutes=settings.ALERT_MAIL_PAUSE_MINUTES)
    lately = Q(began__gt=now - pause, state__in=[Digest.State.SENT, Digest.State.UNSURE])
    found = Digest.objects.filter(Q(due__isnull=False) | lately, user__in=user_ids)
    until: dict[int, datetime] = {}
    for user_id, due, began in found.values_list("user_id", "due", "began"):
        end = began + pause if due is None and began else now + AGAIN
        until[user_id] = max(end, until.get(user_id, end))
    return until


@transaction.atomic
def _take(user_id: int, now: datetime) -> None:
    # Whoever is being looked at by another worker is skipped. On SQLite the transaction has the database for itself.
    person = User.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=user_id)
    if not person.values_list("pk").first() or _resting([user_id], now):
        return
    digest = Digest.objects.create(user_id=user_id, created=now, due=now)
    # With what is due comes what was put off before.
    old = Q(created__lte=now - timedelta(minutes=settings.ALERT_MAIL_MINUTES)) | Q(mail_due__lte=now)
    unread = Alert.objects.filter(old, user=user_id, read=None, mail_due__isnull=False)
    if not unread.update(digest=digest, mail_due=None):
        digest.delete()
