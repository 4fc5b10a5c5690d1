"""What the worker does by itself beside mailing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from alerts.models import Alert
from rooms import retention
from rooms.announcements import sending
from rooms.chores import Chores
from rooms.models import Announcement, Message, Room

Say = Callable[..., Message]


def test_an_announcement_made_for_later_goes_out_when_its_time_has_come(db: None, alice: User, bob: User) -> None:
    now = timezone.now()
    later = Announcement.objects.create(
        text="We move on Friday", made_by=alice, starts=now + timedelta(minutes=5), expires=now + timedelta(days=1)
    )
    chores = Chores()
    chores()
    assert not Alert.objects.filter(kind="announcement").exists()
    Announcement.objects.filter(pk=later.pk).update(starts=now - timedelta(seconds=1))
    chores()
    chores()
    assert Alert.objects.filter(kind="announcement", user=bob).count() == 1


def test_what_a_room_no_longer_keeps_goes_within_the_hour(general: Room, alice: User, say: Say) -> None:
    old = say(alice, "long ago")
    Message.objects.filter(pk=old.pk).update(created=timezone.now() - timedelta(days=40))
    say(alice, "today")
    Room.objects.filter(pk=general.pk).update(keep_days=30)
    chores = Chores()
    chores()
    assert list(Message.objects.values_list("body", flat=True)) == ["today"]
    assert list(retention.apply()) == []


def test_trouble_with_one_turn_leaves_the_next(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    turns = iter([RuntimeError("the database is away"), None])

    def send_due() -> int:
        if trouble := next(turns):
            raise trouble
        return 0

    monkeypatch.setattr(sending, "send_due", send_due)
    chores = Chores()
    chores()
    assert "wait for the next turn" in caplog.text
    chores()
    assert next(turns, "taken") == "taken"
