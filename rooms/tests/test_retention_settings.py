"""Who says how long messages are kept, and what counts."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from rooms import conversation, retention
from rooms.models import AuditEntry, Membership, Message, Room

from .files import PDF, empty_storage, sent, stored_files  # noqa: F401
from .retaining import age, bodies, keep, run
from .slack_exports import START, export, said
from .watching import browser_of

Say = Callable[..., Message]


def test_the_lower_number_counts(general: Room, alice: User, say: Say, settings: Any) -> None:
    assert retention.days_kept(general) is None
    settings.KEEP_MESSAGES_DAYS = 60
    assert retention.days_kept(general) == 60
    keep(general, 30)
    assert retention.days_kept(general) == 30
    keep(general, 90)
    assert retention.days_kept(general) == 60
    other = conversation.create_room("Other", alice)
    age(conversation.post(other.pk, alice, "old", "nonce-of-a-send").message, days=61)
    conversation.archive(other.pk)
    run()
    assert bodies(other) == []


def test_an_import_leaves_out_what_would_go_at_once(alice: User, settings: Any) -> None:
    from rooms import slack

    settings.KEEP_MESSAGES_DAYS = 30
    now = timezone.now().timestamp() // 1
    report = slack.take_in(export(said(START, "U0ALICE", "old"), said(now, "U0ALICE", "new")), "export.zip")
    assert (report.taken_in["added"], report.left_out) == (1, {"old": 1})


def test_owners_say_how_long_after_seeing_what_would_go(general: Room, alice: User, say: Say) -> None:
    age(say(alice, "old"))
    say(alice, "new")
    browser, address = browser_of(alice), f"/rooms/{general.pk}/settings/keeping/"
    assert address in browser.get(f"/rooms/{general.pk}/settings/").text
    assert "With this, 1 message would go now and 0 files." in browser.get(f"{address}?keep_days=30").text
    assert "With this, nothing would go." in browser.get(f"{address}?keep_days=").text
    assert not Room.objects.exclude(keep_days=None).exists()
    for wrong in ("0", "x", "99999"):
        answer = browser.post(address, {"keep_days": wrong})
        assert answer.status_code == 422
        assert f'value="{wrong}"' in answer.text
    assert browser.post(address, {"keep_days": "30"}).status_code == 302
    assert Room.objects.get().keep_days == 30
    assert AuditEntry.objects.get(action="room.change").after == {"keep_days": 30}
    assert "Messages are kept here for 30 days." in browser.get(f"/rooms/{general.pk}/settings/").text
    assert bodies(general) == ["old", "new"]


def test_others_may_not(general: Room, alice: User, bob: User, carol: User) -> None:
    Membership.objects.filter(user=bob).update(role="moderator")
    address = f"/rooms/{general.pk}/settings/keeping/"
    for person in (bob, carol):
        assert browser_of(person).get(address).status_code == 403
        assert browser_of(person).post(address, {"keep_days": "1"}).status_code == 403
    assert Client().post(address)["Location"].startswith("/accounts/login/")
    direct = conversation.open_direct(alice, [bob])
    assert browser_of(alice).get(f"/rooms/{direct.pk}/settings/keeping/").status_code == 403
    general.refresh_from_db()
    assert general.keep_days is None
