"""Whatever dies and however many work at it: a mail goes once, and what the mail server refuses is tried again."""

import smtplib
import threading
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from alerts.mail import gathering, sending
from alerts.mail.sending import RETRY_MINUTES, ServerAway
from alerts.mail.working import Worker, turn
from alerts.models import Alert, Digest
from rooms import conversation
from rooms.models import Message, Room
from tests.support.mail_server import MailServer, running_mail_server

from .away import turn_after, verify

Say = Callable[..., Message]


def nobody(user_ids: Collection[int]) -> set[int]:
    return set()


class Killed(BaseException):
    """The end of a worker: nothing catches it."""


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    with running_mail_server() as server:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 5}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
        yield server


@pytest.fixture
def called(alice: User, bob: User, say: Say) -> Alert:
    """Something that calls Bob, who can be mailed."""
    verify(bob)
    say(alice, "@bob")
    return Alert.objects.get()


def state() -> str:
    return Digest.objects.get().state


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_send_each_mail_once(alice: User, say: Say, general: Room) -> None:
    people = [
        User.objects.create_user(f"person{number}", f"person{number}@example.com", "x", is_active=True)
        for number in range(12)
    ]
    verify(*people)
    for person in people:
        conversation.add_member(general.pk, person)
    say(alice, "@room")
    meeting, failures = threading.Barrier(4), []

    def work() -> None:
        try:
            meeting.wait()
            for _ in range(3):
                turn(nobody, timezone.now() + timedelta(minutes=11))
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)
    assert set(Digest.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == len(people)


def test_two_workers_that_have_found_the_same_digest_send_it_once(called: Alert) -> None:
    now = timezone.now() + timedelta(minutes=11)
    gathering.gather(gathering.due_to(now), set(), now)
    one, other = sending.due_digests(now), sending.due_digests(now)
    assert len(one) == len(other) == 1
    for found in (one, other):
        sending.send(found, set(), now, lambda: False)
    assert len(mail.outbox) == 1


def test_two_workers_that_have_found_the_same_alert_make_one_digest(called: Alert) -> None:
    now = timezone.now() + timedelta(minutes=11)
    for due in (gathering.due_to(now), gathering.due_to(now)):
        gathering.gather(due, set(), now)
        # What another has found before it was taken, and takes after it.
        gathering._take(called.user_id, now)
    assert Digest.objects.count() == 1


def test_the_database_refuses_a_second_digest_under_way(bob: User) -> None:
    from django.db import IntegrityError

    now = timezone.now()
    Digest.objects.create(user=bob, created=now, due=now)
    with pytest.raises(IntegrityError):
        Digest.objects.create(user=bob, created=now, due=now)


def test_a_worker_killed_before_the_claim_loses_nothing(called: Alert, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: Any) -> None:
        raise Killed

    monkeypatch.setattr(sending, "_send", killed)
    with pytest.raises(Killed):
        turn_after(11)
    monkeypatch.undo()
    assert (state(), mail.outbox) == ("waiting", [])
    turn_after(12)
    assert state() == "sent"
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("is_sent", [False, True], ids=["before it was sent", "after it was sent"])
def test_a_worker_killed_after_the_claim_is_not_repeated(
    called: Alert, is_sent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = EmailBackend.send_messages

    def killed(self: EmailBackend, messages: Any) -> int:
        if is_sent:
            sent(self, messages)
        raise Killed

    monkeypatch.setattr(EmailBackend, "send_messages", killed)
    with pytest.raises(Killed):
        turn_after(11)
    monkeypatch.undo()
    assert state() == "sending"
    turn_after(12)
    assert state() == "sending"
    turn_after(27)
    assert state() == "unsure"
    turn_after(60)
    assert len(mail.outbox) == is_sent
    assert Alert.objects.get().read is None


def test_what_the_mail_server_refuses_is_tried_again_until_it_is_accepted(
    called: Alert, mail_server: MailServer
) -> None:
    mail_server.answers = ["451 try again later", "554 not today"]
    turn_after(11)
    assert (state(), mail_server.accepted) == ("waiting", [])
    turn_after(11.5)
    assert mail_server.seen == 1
    turn_after(12.1)
    turn_after(13)
    assert mail_server.seen == 2
    turn_after(17.2)
    assert state() == "sent"
    turn_after(60)
    [accepted] = mail_server.accepted
    digest = Digest.objects.get()
    assert digest.attempts == 3
    assert accepted["Message-ID"] == f"<digest-{digest.pk}@127.0.0.1>"
    assert accepted["To"] == "bob@example.com"
    assert accepted["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in accepted.iter_parts()] == ["text/plain", "text/html"]


def test_what_is_read_before_another_try_is_not_sent(called: Alert, bob: User, mail_server: MailServer) -> None:
    mail_server.answers = ["451 try again later"]
    turn_after(11)
    Alert.objects.update(read=timezone.now())
    turn_after(13)
    assert (state(), mail_server.accepted) == ("nothing", [])


def test_what_is_always_refused_is_given_up(called: Alert, mail_server: MailServer) -> None:
    mail_server.answers = ["554 no"] * 20
    minutes = 11.0
    turn_after(minutes)
    for wait in RETRY_MINUTES:
        minutes += wait + 0.1
        turn_after(minutes)
    assert state() == "refused"
    turn_after(minutes + 600)
    assert mail_server.seen == len(RETRY_MINUTES) + 1


def test_a_line_that_breaks_after_the_last_byte_is_not_tried_again(called: Alert, mail_server: MailServer) -> None:
    mail_server.answers = [""]
    turn_after(11)
    assert state() == "unsure"
    turn_after(60)
    assert mail_server.seen == 1
    assert len(mail_server.accepted) == 1


def test_a_mail_server_that_is_away_keeps_everything_waiting(called: Alert, mail_server: MailServer) -> None:
    host = mail_server.port
    with running_mail_server() as other:
        away = other.port
    from django.conf import settings

    settings.MAILERS["default"]["OPTIONS"]["port"] = away
    for minutes in (11, 30, 600):
        with pytest.raises(ServerAway):
            turn_after(minutes)
    digest = Digest.objects.get()
    assert (digest.state, digest.attempts) == ("waiting", 0)
    settings.MAILERS["default"]["OPTIONS"]["port"] = host
    turn_after(601)
    assert len(mail_server.accepted) == 1


def test_a_line_that_was_closed_between_two_mails_is_opened_again(
    alice: User, bob: User, carol: User, general: Room, say: Say, mail_server: MailServer
) -> None:
    verify(bob, carol)
    conversation.add_member(general.pk, carol)
    say(alice, "@room")
    # After this answer smtplib itself hangs up.
    mail_server.answers = ["421 closing"]
    turn_after(11)
    assert len(mail_server.accepted) == 1
    turn_after(13)
    assert {message["To"] for message in mail_server.accepted} == {"bob@example.com", "carol@example.com"}


@pytest.mark.parametrize(
    ("error", "is_refusal"),
    [
        (smtplib.SMTPRecipientsRefused({"bob@example.com": (550, b"no")}), True),
        (smtplib.SMTPSenderRefused(451, b"no", "parley@example.com"), True),
        (smtplib.SMTPDataError(554, b"no"), True),
        (smtplib.SMTPDataError(-1, b"what?"), False),
        (smtplib.SMTPServerDisconnected("gone"), False),
        (TimeoutError(), False),
        (ConnectionResetError(), False),
    ],
)
def test_only_what_the_server_said_is_a_refusal(error: Exception, is_refusal: bool) -> None:
    assert sending.was_refused(error) is is_refusal


@pytest.mark.django_db(transaction=True)
def test_a_worker_works_until_it_is_stopped(called: Alert) -> None:
    Alert.objects.update(mail_due=timezone.now(), created=timezone.now() - timedelta(minutes=10))
    sent = threading.Event()
    original = EmailBackend.send_messages

    def send_messages(self: EmailBackend, messages: Any) -> int:
        count = original(self, messages)
        sent.set()
        return count

    worker = Worker(nobody, every=0.01)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", send_messages)
        thread = threading.Thread(target=worker.run)
        thread.start()
        assert sent.wait(10)
        worker.stop()
        thread.join(10)
    assert not thread.is_alive()
    assert len(mail.outbox) == 1
    assert state() == "sent"


def test_old_mails_are_forgotten_and_their_alerts_are_not(called: Alert) -> None:
    from alerts.mail.working import tidy

    turn_after(11)
    tidy(timezone.now() + timedelta(days=29))
    assert Digest.objects.count() == 1
    tidy(timezone.now() + timedelta(days=31))
    assert Digest.objects.count() == 0
    assert Alert.objects.get().digest is None
