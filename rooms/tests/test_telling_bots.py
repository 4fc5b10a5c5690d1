"""What mentions a bot is sent to its address: signed, tried again, and never into the host's own network."""

import json
import time
from hashlib import sha256

import pytest

from accounts.models import User
from rooms import conversation
from rooms.bots import keeping, sending, telling
from rooms.bots.sending import Delivery, Outbox, do
from rooms.models import Bot, Message, Room
from rooms.previews.guard import Guard, Refused

from .hostile_web import Web, answer, redirect


@pytest.fixture
def bot(general: Room, alice: User, web: Web) -> Bot:
    bot = keeping.make_bot("weather", "Weather", web.url("/hook"), alice)
    conversation.add_member(general.pk, bot.user)
    return bot


@pytest.fixture
def asked(say, alice: User, bot: Bot) -> Message:
    return say(alice, "@weather will it rain?")


def _hmac_by_hand(key: bytes, text: bytes) -> str:
    """HMAC as RFC 2104 writes it, for keys that fit a block."""
    key = key.ljust(64, b"\0")
    inner = sha256(bytes(byte ^ 0x36 for byte in key) + text).digest()
    return sha256(bytes(byte ^ 0x5C for byte in key) + inner).hexdigest()


def test_it_is_told_in_signed_words(web: Web, bot: Bot, asked: Message, general: Room, alice: User) -> None:
    bodies: list[bytes] = []

    def take(sock) -> None:
        # The head was read until its end; the body may have come with it.
        head, _end, begun = web.asked[-1].encode("latin-1").partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        while len(begun) < length:
            begun += sock.recv(4096)
        bodies.append(begun)
        sock.sendall(answer(b"fine", status="204 No Content"))

    web.answers["/hook"] = take
    (delivery,) = telling.deliveries_of(telling.Mention(asked.pk, frozenset([bot.pk, alice.pk])))
    assert do(delivery, web.guard()) is None
    head = dict(line.split(": ", 1) for line in web.asked[0].split("\r\n\r\n")[0].split("\r\n")[1:])
    assert web.asked[0].startswith("POST /hook HTTP/1.1\r\n")
    stamp = head["X-Parley-Timestamp"]
    assert abs(int(stamp) - time.time()) < 30
    assert head["X-Parley-Signature"] == "v1=" + _hmac_by_hand(bot.secret.encode(), stamp.encode() + b"." + bodies[0])
    said = json.loads(bodies[0])
    assert (said["event"], said["delivery"]) == ("mention", head["X-Parley-Delivery"])
    assert (said["room"], said["bot"]) == (
        {"id": general.pk, "name": "General"},
        {"id": bot.pk, "username": "weather"},
    )
    assert said["message"]["text"] == "@weather will it rain?"
    assert said["message"]["author"] == {"id": alice.pk, "username": "alice", "name": "Alice"}
    bot.refresh_from_db()
    assert bot.delivered
    assert bot.failure == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/hook",
        "http://169.254.169.254:{port}/hook",
        "http://10.0.0.1:{port}/hook",
        "http://[::1]:{port}/hook",
        "http://inside.example:{port}/hook",
        "http://news.example:22/hook",
        "http://alice:secret@news.example:{port}/hook",
        "file:///etc/passwd",
    ],
)
def test_it_is_sent_nowhere_but_to_the_open_internet(web: Web, bot: Bot, asked: Message, url: str) -> None:
    web.names["inside.example"] = [["127.0.0.1"]]
    Bot.objects.update(url=url.format(port=web.port))
    # There is no use in trying again.
    assert do(Delivery(asked.pk, bot.pk), web.guard()) is None
    assert web.asked == []
    assert Bot.objects.get().failure


def test_redirects_are_not_followed(web: Web, bot: Bot, asked: Message) -> None:
    web.answers |= {"/hook": redirect("/other"), "/other": answer()}
    assert do(Delivery(asked.pk, bot.pk), web.guard())
    assert len(web.asked) == 1


def test_it_is_tried_again_later_and_later_and_not_for_ever(web: Web, bot: Bot, asked: Message) -> None:
    web.answers["/hook"] = answer(status="503 Not now")
    delivery: Delivery | None = Delivery(asked.pk, bot.pk)
    pauses = []
    while delivery:
        began, key = time.monotonic(), delivery.key
        delivery = do(delivery, web.guard())
        if delivery:
            assert delivery.key == key
            pauses.append(delivery.due - began)
    assert len(web.asked) == 1 + len(sending.PAUSES)
    assert pauses == sorted(pauses)
    assert pauses == pytest.approx(sending.PAUSES, abs=1)
    assert Bot.objects.get().failure == "answered 503"


def test_a_slow_receiver_is_left(web: Web, bot: Bot, asked: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    web.answers["/hook"] = lambda sock: time.sleep(5)
    began = time.monotonic()
    assert do(Delivery(asked.pk, bot.pk), web.guard())
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("reason", ["deleted", "removed", "deactivated", "no address"])
def test_what_it_may_not_hear_any_more_is_not_sent(web: Web, bot: Bot, asked: Message, reason: str) -> None:
    web.answers["/hook"] = answer()
    if reason == "deleted":
        conversation.delete(asked)
    elif reason == "removed":
        conversation.remove_member(bot.user.memberships.select_related("user").get())
    elif reason == "deactivated":
        User.objects.filter(pk=bot.pk).update(is_active=False)
    else:
        Bot.objects.update(url="")
    assert do(Delivery(asked.pk, bot.pk), web.guard()) is None
    assert web.asked == []


def test_what_waits_is_bounded_and_a_slow_bot_holds_up_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_OF_ONE", 2)
    monkeypatch.setattr(sending, "MOST", 3)
    outbox = Outbox()
    assert [outbox.add(Delivery(number, 1)) for number in range(3)] == [True, True, False]
    assert [outbox.add(Delivery(number, 2)) for number in range(2)] == [True, False]
    first = outbox.take()
    assert (first.message, first.bot) == (0, 1)
    # Its second waits until the first is done; the other bot doesn't.
    assert outbox.take().bot == 2
    outbox.done(first)
    assert (outbox.take().message, first.bot) == (1, 1)


def test_posting_and_editing_say_whom_they_mention(
    say, alice: User, bot: Bot, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    told: list[telling.Mention] = []
    monkeypatch.setattr(telling, "_wait", told.append)
    with django_capture_on_commit_callbacks(execute=True):
        say(alice, "@weather before anything listens")
    monkeypatch.setattr(telling._started, "is_set", lambda: True)
    with django_capture_on_commit_callbacks(execute=True):
        say(alice, "nobody, and @room")
        message = say(alice, "@weather rain?")
        conversation.edit(message, "@weather rain? soon?")
        plain = conversation.edit(say(alice, "rain?"), "@weather rain?")
        # Two bots would never stop.
        say(bot.user, "@weather rain")
    assert told == [telling.Mention(each.pk, frozenset([bot.pk])) for each in (message, plain)]


def test_nothing_calls_a_bot_as_it_does_people(say, alice: User, bot: Bot) -> None:
    say(alice, "@weather and @room")
    assert not bot.user.alerts.exists()


def test_the_real_guard_keeps_it_from_this_machine(bot: Bot, asked: Message) -> None:
    with pytest.raises(Refused):
        sending.send("http://127.0.0.1/", b"{}", "secret", "key", Guard())
