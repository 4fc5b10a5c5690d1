"""What is due is found by indexes that hold nothing else, however many alerts there are."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from alerts.models import Alert, Digest

MANY = 4000


def plan(found: QuerySet[Any]) -> str:
    return found.explain()


def test_what_is_due_is_found_by_indexes_of_what_is_due(alice: User, bob: User) -> None:
    now = timezone.now()
    read = (Alert(user=bob, content="read", subject=f"many/{number}", read=now) for number in range(MANY))
    Alert.objects.bulk_create(read, batch_size=2000)
    Digest.objects.bulk_create([Digest(user=bob, created=now, state="sent") for _ in range(1000)], batch_size=500)
    waiting = Digest.objects.create(user=bob, created=now, due=now)
    Alert.objects.create(user=bob, content="due", subject="due", mail_due=now)
    Alert.objects.create(user=bob, content="taken", subject="taken", digest=waiting)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    due = Alert.objects.filter(mail_due__lte=now).order_by("mail_due")
    assert "alert_mail_due" in plan(due.values_list("user_id")[:500])
    assert "alert_digest" in plan(Alert.objects.filter(digest=waiting, read=None).order_by("pk"))
    for state in ("waiting", "sending"):
        digests = plan(Digest.objects.filter(state=state, due__lte=now).order_by("due")[:100])
        # Both hold only what is under way.
        assert "digest_due" in digests or "digest_one_open" in digests
