"""Commands: what begins with a slash in a composer."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from rooms import conversation
from rooms.commands import COMMANDS, ActAsked, HelpAsked, Said, interpret
from rooms.models import Draft, Message, Room

from .files import PDF, sent
from .watching import browser_of

HTMX = {"HX-Request": "true"}
NONCE = "nonce-of-a-send"


def send(user: User, room: Room, body: str, nonce: str = NONCE, **more):
    headers = more.pop("headers", HTMX)
    data = {"body": body, "nonce": nonce, "composer": nonce} | more
    return browser_of(user).post(f"/rooms/{room.pk}/messages/", data, headers=headers)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/me waves", Said("waves", "action")),
        ("  /ME  waves\nand smiles ", Said("waves\nand smiles", "action")),
        ("/shrug", Said(r"¯\\\_(ツ)\_/¯")),
        ("/shrug who knows", Said(r"who knows ¯\\\_(ツ)\_/¯")),
        ("//help", Said("/help")),
        ("//nothing like this", Said("/nothing like this")),
    ],
)
def test_what_a_command_says(text: str, said: Said) -> None:
    assert interpret(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "hello",
        "and /me too",
        "/",
        "/ me",
        "/etc/passwd",
        "/24 it is",
        "/me-too",
        "//",
        "// a comment",
        "/über",
    ],
)
def test_what_is_no_command_is_said_as_it_stands(text: str) -> None:
    assert interpret(text) == Said(text)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_written_as_its_example(name: str) -> None:
    command = COMMANDS[name]
    assert str(command.example).startswith(f"/{name}")
    assert command.help
    try:
        assert interpret(str(command.example)).body
    except HelpAsked:
        assert name == "help"
    except ActAsked:
        pass


def test_an_unknown_command_is_explained_and_not_sent(general: Room, alice: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        interpret("/wave at all")
    assert refusal.value.code == "command"
    answer = send(alice, general, "/wave at all")
    assert answer.status_code == 422
    assert "There is no command /wave: /help lists those there are. To send it as it is, write //wave." in answer.text
    page = send(alice, general, "/wave <at> all", headers={})
    assert page.status_code == 422
    assert 'value="/wave &lt;at&gt; all"' in page.text
    assert not Message.objects.exists()


def test_me_needs_something_to_do(general: Room, alice: User) -> None:
    assert "Write what you do after /me" in send(alice, general, "/me").text
    assert not Message.objects.exists()


def test_what_somebody_does_is_said_with_their_name(general: Room, alice: User, bob: User) -> None:
    assert send(alice, general, "/me waves *wildly*").status_code == 200
    message = Message.objects.get()
    assert (message.kind, message.body) == ("action", "waves *wildly*")
    page = browser_of(bob).get(f"/rooms/{general.pk}/").text
    assert '<strong class="actor">Alice</strong> waves <em>wildly</em></div>' in page
    assert 'class="message action"' in page


def test_what_somebody_does_can_be_edited_and_deleted(general: Room, alice: User) -> None:
    send(alice, general, "/me waves")
    message = Message.objects.get()
    browser = browser_of(alice)
    answer = browser.post(f"/rooms/{general.pk}/messages/{message.position}/edit/", {"body": "bows"}, headers=HTMX)
    assert '<strong class="actor">Alice</strong> bows' in answer.text
    conversation.delete(message)
    assert "actor" not in browser.get(f"/rooms/{general.pk}/").text


def test_it_stands_under_no_name_and_nothing_stands_under_it(general: Room, alice: User) -> None:
    for number, body in enumerate(("hello", "/me waves", "hello again", "and again")):
        send(alice, general, body, f"nonce-number-{number}")
    assert [message.follows_author for message in Message.objects.all()] == [False, False, False, True]


def test_a_retry_of_a_command_is_stored_once(general: Room, alice: User) -> None:
    for _ in range(2):
        assert send(alice, general, "/me waves").status_code == 200
    assert Message.objects.count() == 1


def test_a_shrug_is_shown_as_one(general: Room, alice: User) -> None:
    send(alice, general, "/shrug who knows")
    assert Message.objects.get().html == r"who knows ¯\_(ツ)_/¯"


def test_help_is_shown_to_the_one_who_asks_and_nothing_is_posted(general: Room, alice: User) -> None:
    Draft.objects.create(room=general, user=alice, nonce=NONCE, body="/help")
    for headers in (HTMX, {}):
        answer = send(alice, general, "/help", headers=headers)
        assert answer.status_code == 200
        for command in COMMANDS.values():
            assert str(command.example) in answer.text
    assert not Message.objects.exists()
    assert not Draft.objects.exists()


def test_help_takes_no_files(general: Room, alice: User) -> None:
    answer = send(alice, general, "/help", files=[sent("b.pdf", PDF)])
    assert answer.status_code == 422
    assert "nothing to send files with" in answer.text


def test_files_come_with_what_somebody_does(general: Room, alice: User) -> None:
    assert send(alice, general, "/me shows this", files=[sent("b.pdf", PDF)]).status_code == 200
    message = Message.objects.get()
    assert (message.kind, message.body, message.attachments.count()) == ("action", "shows this", 1)


def test_who_is_no_member_gets_no_list(general: Room, carol: User) -> None:
    assert send(carol, general, "/help").status_code == 403


def test_what_does_not_come_from_a_composer_is_not_interpreted(general: Room, alice: User) -> None:
    message = conversation.post(general.pk, alice, "/me waves", NONCE).message
    assert (message.kind, message.body) == ("text", "/me waves")
    assert conversation.edit(message, "/help").body == "/help"
