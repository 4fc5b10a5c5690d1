"""Bots write by HTTP: with a token, in rooms that they belong to, each message once, and refusals that say why."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import User
from rooms import conversation
from rooms.bots import keeping
from rooms.models import Bot, BotToken, Membership, Message, Room


class Program:
    """A bot's program: it asks with its token, and with what else a test gives it."""

    def __init__(self, token: str) -> None:
        self.headers = {"Authorization": f"Bearer {token}"}
        # No page's token of the site, as a program has none.
        self.browser = Client(enforce_csrf_checks=True)

    def ask(self, method: str, path: str, content: Any = None) -> Any:
        body = content if isinstance(content, str) else json.dumps(content)
        return self.browser.generic(method, f"/api/rooms/{path}", body, "application/json", headers=self.headers)

    def say(self, room: Room, **content: Any) -> Any:
        return self.ask("POST", f"{room.pk}/messages/", content)


@pytest.fixture
def bot(alice: User) -> Bot:
    return keeping.make_bot("weather", "Weather", "", alice)


@pytest.fixture
def program(bot: Bot, general: Room) -> Program:
    conversation.add_member(general.pk, bot.user)
    return Program(keeping.new_token_for(bot))


def test_a_bot_writes_edits_and_deletes(program: Program, general: Room, bot: Bot) -> None:
    answer = program.say(general, text="Rain at *five*", key="rain-at-five")
    assert answer.status_code == 201
    said = answer.json()
    message = Message.objects.get()
    assert said == {
        "room": general.pk,
        "id": message.position,
        "text": "Rain at *five*",
        "created": message.created.isoformat(),
        "edited": None,
        "reply_to": None,
        "url": f"http://testserver{message.get_absolute_url()}",
    }
    assert (message.author, message.nonce) == (bot.user, "rain-at-five")
    assert "Set-Cookie" not in answer.headers
    place = f"{general.pk}/messages/{said['id']}/"
    answer = program.ask("PATCH", place, {"text": "Rain at six"})
    assert (answer.status_code, answer.json()["text"]) == (200, "Rain at six")
    assert answer.json()["edited"]
    for _ in range(2):
        assert program.ask("DELETE", place).status_code == 204
    message.refresh_from_db()
    assert message.deleted
    # Each of the three is one version of the room, and asking again is none.
    assert Room.objects.get().version == general.version + 4


def test_it_shows_as_a_bot(program: Program, general: Room, alice: User) -> None:
    program.say(general, text="Rain")
    browser = Client()
    browser.force_login(alice)
    assert '<span class="bot">bot</span>' in browser.get(general.get_absolute_url()).text


def test_it_replies(program: Program, general: Room, say: Any, alice: User) -> None:
    asked = say(alice, "Will it rain?")
    assert program.say(general, text="It will", reply_to=asked.position).json()["reply_to"] == asked.position
    assert program.say(general, text="It will", reply_to=10**6).json()["error"]["field"] == "reply_to"


@pytest.mark.parametrize(
    ("content", "status", "code", "field"),
    [
        ("{", 400, "bad_json", None),
        ("[" * 100_000, 400, "bad_json", None),
        ("[]", 400, "bad_json", None),
        ({}, 422, "required", "text"),
        ({"text": 5}, 422, "not_text", "text"),
        ({"text": "a\0b"}, 422, "not_text", "text"),
        ({"text": " "}, 422, "empty", "text"),
        ({"text": "x" * 4001}, 422, "too_long", "text"),
        ({"text": "x", "key": "short"}, 422, "bad_key", "key"),
        ({"text": "x", "key": 12345678}, 422, "bad_key", "key"),
        ({"text": "x", "key": "ключ-ключ"}, 422, "bad_key", "key"),
        ({"text": "x", "reply_to": "1"}, 422, "bad_number", "reply_to"),
        ({"text": "x", "reply_to": True}, 422, "bad_number", "reply_to"),
        ({"text": "x", "reply_to": 2**70}, 422, "bad_number", "reply_to"),
    ],
)
def test_what_can_not_be_is_refused_in_words(
    program: Program, general: Room, content: Any, status: int, code: str, field: str | None
) -> None:
    answer = program.ask("POST", f"{general.pk}/messages/", content)
    error = answer.json()["error"]
    assert (answer.status_code, error["status"], error["code"], error.get("field")) == (status, status, code, field)
    assert error["message"]
    assert not Message.objects.exists()


NO_TOKENS = ["", "Bearer", "Bearer ", "Bearer nothing-like-it", "Bearer " + "x" * 5000, "Basic {token}", "{token}"]


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("shown", [*NO_TOKENS, "ended", "revoked", "deactivated"])
def test_every_wrong_token_is_refused(
    program: Program, general: Room, bot: Bot, say: Any, alice: User, method: str, shown: str
) -> None:
    message = say(bot.user, "Rain")
    if shown == "ended":
        BotToken.objects.update(ends=timezone.now() - timedelta(seconds=1))
    elif shown == "revoked":
        keeping.revoke_tokens(Bot.objects.all())
    elif shown == "deactivated":
        User.objects.filter(pk=bot.pk).update(is_active=False)
    else:
        token = program.headers["Authorization"].removeprefix("Bearer ")
        program.headers = {"Authorization": shown.format(token=token)}
    # Neither is a session of the site any use, an owner's in this case.
    program.browser.force_login(alice)
    place = f"{general.pk}/messages/" + ("" if method == "POST" else f"{message.position}/")
    answer = program.ask(method, place, {"text": "x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    message.refresh_from_db()
    assert (message.body, Message.objects.count()) == ("Rain", 1)


@pytest.mark.parametrize("role", [*Membership.Role, None])
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_others_words_are_not_its_own_whatever_it_is_in_the_room(
    program: Program, general: Room, bot: Bot, say: Any, alice: User, method: str, role: str | None
) -> None:
    message = say(alice, "Mine")
    membership = Membership.objects.filter(user=bot.user)
    membership.update(role=role) if role else membership.delete()
    answer = program.ask(method, f"{general.pk}/messages/{message.position}/", {"text": "x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "may_not" if role else "not_a_member")
    message.refresh_from_db()
    assert message.body == "Mine"


def test_rooms_that_it_may_not_write_in(program: Program, general: Room, alice: User) -> None:
    other = conversation.create_room("Elsewhere", alice)
    assert program.say(other, text="x").json()["error"]["code"] == "not_a_member"
    assert program.ask("POST", "999999/messages/", {"text": "x"}).status_code == 404
    conversation.archive(general.pk)
    answer = program.say(general, text="x")
    assert (answer.status_code, "archived" in answer.json()["error"]["message"]) == (403, True)
    assert not Message.objects.exists()


def test_addresses_and_methods_that_there_are_not_are_refused_in_json(program: Program, general: Room) -> None:
    answer = program.ask("GET", f"{general.pk}/messages/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert program.browser.get("/api/nothing").json()["error"]["code"] == "not_found"


def test_too_fast_is_refused_and_what_is_stored_already_is_not(program: Program, general: Room, settings) -> None:
    settings.MESSAGE_BURST = 2
    keys = [f"number-{number}" for number in range(3)]
    answers = [program.say(general, text=key, key=key) for key in keys]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[-1].headers["Retry-After"] == "1"
    assert program.say(general, text=keys[0], key=keys[0]).status_code == 200
    place = f"{general.pk}/messages/{answers[0].json()['id']}/"
    assert program.ask("DELETE", place).status_code == 429
    assert program.ask("PATCH", place, {"text": "x"}).status_code == 429


def test_a_key_is_for_one_text_in_one_room(program: Program, general: Room, bot: Bot, alice: User) -> None:
    assert program.say(general, text="Rain", key="the-weather").status_code == 201
    assert program.say(general, text="Rain", key="the-weather").status_code == 200
    version = Room.objects.get(pk=general.pk).version
    other = conversation.create_room("Elsewhere", alice)
    conversation.add_member(other.pk, bot.user)
    for room, text in ((general, "Sun"), (other, "Rain")):
        answer = program.say(room, text=text, key="the-weather")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "key_reused")
    assert Message.objects.count() == 1
    assert Room.objects.get(pk=general.pk).version == version


def test_a_new_token_leaves_the_earlier_one_an_hour(program: Program, general: Room, bot: Bot) -> None:
    fresh = Program(keeping.new_token_for(bot))
    for each in (program, fresh):
        assert each.say(general, text="Rain").status_code == 201
    ends = BotToken.objects.exclude(ends=None).get().ends
    assert ends
    assert timedelta(minutes=59) < ends - timezone.now() <= timedelta(hours=1)
    assert not BotToken.objects.filter(digest__contains=program.headers["Authorization"][7:]).exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_key_many_times_at_once_is_one_message(program: Program, general: Room) -> None:
    tries = 6
    start = Barrier(tries)

    def send(number: int) -> int:
        try:
            start.wait()
            each = Program(program.headers["Authorization"].removeprefix("Bearer "))
            return each.say(general, text="Rain", key="rain-again").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(tries) as pool:
        statuses = sorted(pool.map(send, range(tries)))
    assert statuses == [200] * (tries - 1) + [201]
    assert Message.objects.count() == 1
