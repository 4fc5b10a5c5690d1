"""Who is mailed what, and when: what calls somebody who is away and stays unread."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from accounts import blocks
from accounts.models import User
from alerts import calling as alerting
from alerts.mail import composing, sending
from alerts.models import Alert, Delivery, Digest
from rooms import conversation
from rooms.models import Membership, Message, Room

from .away import turn_after, verify

Say = Callable[..., Message]


@pytest.fixture(autouse=True)
def _everybody_has_an_address(alice: User, bob: User, carol: User) -> None:
    verify(alice, bob, carol)


def mailed() -> list[str]:
    return [message.to[0] for message in mail.outbox]


def only_mail() -> EmailMultiAlternatives:
    [message] = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    return message


def html_of(message: EmailMultiAlternatives) -> str:
    [(content, kind)] = message.alternatives
    assert kind == "text/html"
    return str(content)


def direct(alice: User, bob: User, body: str) -> None:
    room = conversation.open_direct(alice, [bob])
    conversation.post(room.pk, alice, body, f"test-direct-{body}", paced=False)


def test_a_mention_is_mailed_after_ten_minutes_and_once(alice: User, bob: User, say: Say) -> None:
    say(alice, "@bob come and see")
    turn_after(9.9)
    assert mailed() == []
    turn_after(10.1)
    assert mailed() == ["bob@example.com"]
    for minutes in (11, 30, 600):
        turn_after(minutes)
    assert len(mail.outbox) == 1


def test_what_is_mailed(alice: User, bob: User, carol: User, say: Say, general: Room) -> None:
    conversation.change_level(Membership.objects.get(room=general, user=bob), "everything")
    mine = say(bob, "who knows?")
    say(alice, "a mention for @bob")
    say(alice, "a call for @room")
    say(alice, "a reply", to=mine)
    say(alice, "nothing in particular")
    conversation.toggle_reaction(mine, alice, "👍")
    direct(alice, bob, "just for you")
    turn_after(11)
    text = only_mail().body
    for said in ("a mention for @bob", "a call for @room", "a reply", "just for you"):
        assert said in text
    assert "nothing in particular" not in text
    assert "👍" not in text


def test_a_mail_has_both_parts_and_leads_to_each_place(alice: User, bob: User, say: Say) -> None:
    say(alice, "`<b>bold</b>` words for @bob & others")
    turn_after(11)
    message, alert = only_mail(), Alert.objects.get()
    assert message.subject == "Alice mentioned you in General"
    link = f"http://127.0.0.1:8000/alerts/{alert.pk}/"
    html = html_of(message)
    assert link in message.body
    assert "<b>bold</b> words for @bob & others" in message.body
    assert "&lt;b&gt;bold&lt;/b&gt; words for @bob &amp; others" in html
    assert "<b>bold</b>" not in html
    assert f'href="{link}">Alice mentioned you in General</a>' in html
    assert "<script" not in html


def test_a_mail_can_be_unsubscribed_from_by_the_program_that_shows_it(alice: User, bob: User, say: Say) -> None:
    say(alice, "@bob")
    turn_after(11)
    sent = only_mail().message()
    digest = Digest.objects.get()
    assert sent["Message-ID"] == f"<digest-{digest.pk}@127.0.0.1>"
    assert sent["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/alerts/unsubscribe/")
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["Auto-Submitted"] == "auto-generated"


def test_a_mail_is_in_the_language_and_the_time_of_its_person(alice: User, bob: User, say: Say) -> None:
    User.objects.filter(pk=bob.pk).update(language="fa", time_zone="Asia/Tokyo")
    say(alice, "@bob")
    Alert.objects.update(created=datetime(2026, 3, 2, 20, 30, tzinfo=UTC))
    turn_after(11)
    html = html_of(only_mail())
    assert '<html lang="fa" dir="rtl">' in html
    assert 'datetime="2026-03-03T05:30:00+09:00"' in html


def test_a_name_cannot_break_a_mail(alice: User, bob: User, say: Say) -> None:
    User.objects.filter(pk=alice.pk).update(display_name="A<B> & \r\nBcc: all@example.com")
    say(alice, "@bob")
    turn_after(11)
    message = only_mail()
    assert message.subject.startswith("A<B> & Bcc: all@example.com mentioned you")
    assert message.recipients() == ["bob@example.com"]
    assert "A&lt;B&gt;" in html_of(message)


def test_many_calls_are_one_mail(alice: User, bob: User, say: Say) -> None:
    for number in range(30):
        say(alice, f"@bob {number}.")
    turn_after(11)
    message = only_mail()
    assert message.subject == "30 alerts wait for you in Parley"
    assert "@bob 24." in message.body
    assert "@bob 25." not in message.body
    assert "and 5 more" in message.body
    assert "and 5 more" in html_of(message)


def test_nobody_is_mailed_twice_in_a_quarter_of_an_hour(alice: User, bob: User, say: Say) -> None:
    say(alice, "@bob first")
    turn_after(11)
    say(alice, "@bob second")
    Alert.objects.filter(content__contains="second").update(created=timezone.now() + timedelta(minutes=1))
    turn_after(12)
    turn_after(25.9)
    assert len(mail.outbox) == 1
    turn_after(26.1)
    assert len(mail.outbox) == 2
    assert "second" in mail.outbox[1].body
    assert "first" not in mail.outbox[1].body


def test_what_is_younger_waits_for_the_next_mail(alice: User, bob: User, say: Say) -> None:
    say(alice, "@bob first")
    say(alice, "@bob younger")
    later = timezone.now() + timedelta(minutes=5)
    Alert.objects.filter(content__contains="younger").update(created=later, mail_due=later + timedelta(minutes=10))
    turn_after(11)
    assert "younger" not in only_mail().body
    turn_after(30)
    assert "younger" in mail.outbox[1].body


def test_whoever_is_here_is_mailed_only_when_they_have_gone(alice: User, bob: User, say: Say) -> None:
    say(alice, "@bob")
    for minutes in (10.1, 16, 40):
        turn_after(minutes, bob)
    assert mailed() == []
    turn_after(44)
    assert mailed() == []
    turn_after(46)
    assert mailed() == ["bob@example.com"]


def test_nobody_is_mailed_in_their_quiet_hours(alice: User, bob: User, say: Say) -> None:
    now = timezone.now()
    quiet_until = (now + timedelta(minutes=60)).time().replace(microsecond=0)
    User.objects.filter(pk=bob.pk).update(quiet_from=(now - timedelta(minutes=5)).time(), quiet_until=quiet_until)
    say(alice, "@bob")
    for minutes in (11, 30, 55):
        turn_after(minutes)
    assert mailed() == []
    turn_after(66)
    assert mailed() == ["bob@example.com"]


def test_quiet_hours_hold_for_what_is_tried_again(alice: User, bob: User, say: Say) -> None:
    Digest.objects.create(user=bob, created=timezone.now(), due=timezone.now())
    say(alice, "@bob")
    Alert.objects.update(digest=Digest.objects.get(), mail_due=None)
    User.objects.filter(pk=bob.pk).update(quiet_from=time(0), quiet_until=time(23, 59, 59, 999999))
    turn_after(1)
    assert mailed() == []
    assert Digest.objects.get().state == "waiting"


@pytest.mark.parametrize("deed", ["read", "read and unread again", "deleted", "left", "blocked", "muted", "room gone"])
@pytest.mark.parametrize("is_taken", [False, True], ids=["before it is due", "while its mail waits"])
def test_what_no_longer_calls_is_not_mailed(
    alice: User, bob: User, say: Say, general: Room, deed: str, is_taken: bool
) -> None:
    message = say(alice, "@bob")
    membership = Membership.objects.get(room=general, user=bob)
    if is_taken:
        digest = Digest.objects.create(user=bob, created=timezone.now(), due=timezone.now())
        Alert.objects.update(digest=digest, mail_due=None)
    match deed:
        case "read":
            alerting.mark_read(bob)
        case "read and unread again":
            alerting.mark_read(bob)
            if not is_taken:
                alerting.mark_unread(bob, Alert.objects.get().pk)
        case "deleted":
            conversation.delete(message)
        case "left":
            conversation.remove_member(membership)
        case "blocked":
            blocks.block(bob, alice)
        case "muted":
            conversation.change_level(membership, "nothing")
        case "room gone":
            conversation.delete_room(general.pk)
    turn_after(11)
    turn_after(60)
    assert mailed() == []
    assert not Alert.objects.exclude(mail_due=None).exists()
    assert not Digest.objects.exclude(due=None).exists()


def test_what_was_read_in_its_room_is_not_mailed(alice: User, bob: User, say: Say, general: Room) -> None:
    message = say(alice, "@bob seen")
    mine = Membership.objects.filter(room=general, user=bob)
    mine.update(read_position=message.position)
    say(alice, "@bob not seen")
    turn_after(11)
    assert "@bob not seen" in only_mail().body
    assert "@bob seen" not in only_mail().body
    # What they keep for later still calls them.
    mail.outbox.clear()
    latest = say(alice, "@bob to do")
    mine.update(read_position=latest.position)
    conversation.mark_unread(latest, bob)
    turn_after(40)
    assert "to do" in only_mail().body


def test_access_that_was_lost_without_anything_being_withdrawn_is_found_out(
    alice: User, bob: User, say: Say, general: Room
) -> None:
    say(alice, "@bob")
    Membership.objects.filter(room=general, user=bob).delete()
    turn_after(11)
    assert mailed() == []


def test_direct_messages_are_not_mailed_to_who_wants_only_mentions(alice: User, bob: User) -> None:
    direct(alice, bob, "hello")
    conversation.change_level(Membership.objects.get(room__kind="direct", user=bob), "mentions")
    turn_after(11)
    assert mailed() == []


@pytest.mark.parametrize("why", ["off", "unverified", "no address", "another address", "deactivated"])
def test_nothing_is_mailed_to_whoever_cannot_or_does_not_want_to_be(alice: User, bob: User, say: Say, why: str) -> None:
    say(alice, "@bob")
    address = EmailAddress.objects.filter(user=bob)
    match why:
        case "off":
            Delivery.objects.create(user=bob, mail="off")
        case "unverified":
            address.update(verified=False)
        case "no address":
            address.delete()
        case "another address":
            address.update(primary=False)
        case "deactivated":
            User.objects.filter(pk=bob.pk).update(is_active=False)
    turn_after(11)
    assert mailed() == []
    # Nor when that changes: it is too late for these.
    Delivery.objects.all().delete()
    User.objects.update(is_active=True)
    turn_after(12)
    assert mailed() == []


def test_others_are_mailed_all_the_same(alice: User, bob: User, carol: User, say: Say, general: Room) -> None:
    conversation.add_member(general.pk, carol)
    Delivery.objects.create(user=bob, mail="off")
    Delivery.objects.create(user=carol, mail="calls")
    say(alice, "@room")
    turn_after(11)
    assert mailed() == ["carol@example.com"]


def test_a_mail_that_cannot_be_written_holds_up_nobody(
    alice: User, bob: User, carol: User, say: Say, general: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compose(digest: Digest) -> EmailMultiAlternatives | None:
        if digest.user_id == bob.pk:
            raise ValueError("a template is broken")
        return composed(digest)

    composed = composing.compose
    monkeypatch.setattr(sending, "compose", compose)
    conversation.add_member(general.pk, carol)
    say(alice, "@room")
    turn_after(11)
    assert mailed() == ["carol@example.com"]
    monkeypatch.undo()
    turn_after(13)
    assert mailed() == ["carol@example.com", "bob@example.com"]
