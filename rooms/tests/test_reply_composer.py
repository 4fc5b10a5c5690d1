"""How a composer comes to reply to a message, and back, with what was typed in it."""

from collections.abc import Callable

from django.test import Client

from accounts.models import User
from rooms import conversation
from rooms.models import Message, Room

from .watching import browser_of

Say = Callable[..., Message]
HTMX = {"HX-Request": "true"}


def at(message: Message, action: str) -> str:
    return f"/rooms/{message.room_id}/messages/{message.position}/{action}/"


def start(browser: Client, message: Message, **form: object) -> str:
    answer = browser.post(at(message, "reply"), {"body": "half a", "composer": "the-key-of-it"} | form, headers=HTMX)
    assert answer.status_code == 200
    return answer.text


def test_the_menu_offers_to_reply(alice: User, bob: User, say: Say) -> None:
    message = say(alice, "one")
    assert f'hx-post="{at(message, "reply")}"' in browser_of(bob).get(at(message, "actions"), headers=HTMX).text


def test_the_composer_in_use_becomes_one_that_replies(alice: User, bob: User, say: Say) -> None:
    message = say(alice, "shall we?")
    text = start(browser_of(bob), message)
    assert 'hx-target="#composer-the-key-of-it" hx-swap="outerHTML"' in text
    assert "Replying to Alice" in text
    assert "shall we?" in text
    assert f'name="reply_to" value="{message.position}"' in text
    assert 'value="half a"' in text
    assert 'id="message-menu"' in text, "the menu closes"


def test_a_long_text_stays_long(alice: User, say: Say) -> None:
    assert ">half a</textarea>" in start(browser_of(alice), say(alice, "one"), long=1)


def test_without_a_composer_one_is_added(alice: User, say: Say) -> None:
    text = start(browser_of(alice), say(alice, "one"), composer="'] body")
    assert '<hx-partial hx-target="#composers" hx-swap="beforeend">' in text
    assert "body" not in text.split("hx-target=")[1].split(">")[0]


def test_a_reply_is_cancelled_and_the_text_stays(general: Room, alice: User, say: Say) -> None:
    message = say(alice, "one")
    form = {"body": "half a", "composer": "the-key-of-it", "reply_to": message.position}
    text = browser_of(alice).post(f"/rooms/{general.pk}/composer/unreply/", form, headers=HTMX).text
    assert 'id="composer-the-key-of-it"' in text
    assert 'value="half a"' in text
    assert "reply_to" not in text


def test_writing_longer_keeps_the_reply(general: Room, alice: User, say: Say) -> None:
    message = say(alice, "one")
    form = {"body": "half a", "composer": "the-key-of-it", "reply_to": message.position}
    for headers in ({}, HTMX):
        text = browser_of(alice).post(f"/rooms/{general.pk}/composer/longer/", form, headers=headers).text
        assert f'name="reply_to" value="{message.position}"' in text
        assert ">half a</textarea>" in text


def test_it_is_a_page_without_htmx(alice: User, bob: User, say: Say) -> None:
    message = say(alice, "shall we?")
    page = browser_of(bob).get(at(message, "reply"))
    assert "<h1>Reply</h1>" in page.text
    assert page.text.count("shall we?") == 2
    assert f'name="reply_to" value="{message.position}"' in page.text


def test_what_is_deleted_or_not_there_is_not_replied_to(alice: User, bob: User, say: Say) -> None:
    message = say(alice, "one")
    conversation.delete(message)
    for headers in ({}, HTMX):
        answer = browser_of(bob).get(at(message, "reply"), headers=headers)
        assert answer.status_code == 403
        assert "This message was deleted." in answer.text
    message.position += 100
    assert browser_of(bob).get(at(message, "reply")).status_code == 404
    assert "no longer there" in browser_of(bob).get(at(message, "reply"), headers=HTMX).text


def test_somebody_removed_is_told_so_in_the_menu(alice: User, carol: User, say: Say) -> None:
    answer = browser_of(carol).post(at(say(alice, "one"), "reply"), headers=HTMX)
    assert answer.status_code == 403
    assert "You are no longer a member of this room." in answer.text
