"""The page of a thread: its root, its replies in order, and a composer that replies."""

import re
from collections.abc import Callable

from accounts.models import User
from rooms import conversation
from rooms.feed.changes import changes_since
from rooms.feed.frames import changes_frame
from rooms.feed.viewer import Variant
from rooms.models import Message, Room

from .watching import browser_of

Say = Callable[..., Message]


def at(message: Message, more: str = "") -> str:
    return f"/rooms/{message.room_id}/messages/{message.position}/thread/{more}"


def shown(user: User, address: str) -> list[str]:
    text = browser_of(user).get(address).text
    return re.findall(r'<div class="body" dir="auto">(.*?)</div>', text)


def test_it_shows_the_root_and_its_replies_and_nothing_else(alice: User, bob: User, say: Say) -> None:
    root = say(alice, "root")
    say(bob, "beside it")
    first = say(bob, "first", root)
    other = say(alice, "another root")
    say(alice, "there", other)
    say(alice, "second", first)
    assert shown(bob, at(root)) == ["root", "first", "second"]
    text = browser_of(bob).get(at(root)).text
    assert f'id="thread-{root.position}"' in text
    assert 'id="log"' not in text
    assert f'name="thread" value="{root.position}"' in text


def test_a_message_without_replies_can_have_its_first_there(alice: User, say: Say) -> None:
    assert shown(alice, at(say(alice, "alone"))) == ["alone"]


def test_the_page_of_a_reply_is_that_of_its_thread(alice: User, say: Say) -> None:
    root = say(alice, "root")
    reply = say(alice, "reply", root)
    assert browser_of(alice).get(at(reply))["Location"] == f"{at(root)}#m{reply.position}"


def test_the_thread_of_a_deleted_message_stays(alice: User, bob: User, say: Say) -> None:
    root = say(alice, "root")
    say(bob, "reply", root)
    conversation.delete(root)
    assert shown(bob, at(root)) == ["reply"]
    assert "This message was deleted." in browser_of(bob).get(at(root)).text


def test_a_long_thread_comes_in_pages(alice: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr("rooms.history.thread.__defaults__", (None, 3))
    root = say(alice, "root")
    replies = [say(alice, f"reply {number}", root) for number in range(5)]
    text = browser_of(alice).get(at(root)).text
    assert shown(alice, at(root)) == ["root", "reply 2", "reply 3", "reply 4"]
    more = f"?before={replies[2].position}"
    assert f'href="{at(root, more)}"' in text
    assert shown(alice, at(root, more)) == ["root", "reply 0", "reply 1"]
    assert 'id="past"' in browser_of(alice).get(at(root, more)).text


def test_a_page_that_was_away_for_too_long_is_told_so(general: Room, alice: User, say: Say, settings) -> None:
    settings.FEED_REPLAY_LIMIT = 2
    root = say(alice, "root")
    replies = [say(alice, f"reply {number}", root) for number in range(4)]
    missed = '<hx-partial hx-target=".thread-missed" hx-swap="innerHTML">You were away for a while.'
    variant = Variant("en", "UTC")
    assert missed in changes_frame(changes_since(general.pk, root.version), variant, hello=True)
    assert missed not in changes_frame(changes_since(general.pk, replies[2].version), variant, hello=True)
    assert 'class="thread-missed' in browser_of(alice).get(at(root)).text


def test_an_odd_before_is_passed_over(alice: User, say: Say) -> None:
    root = say(alice, "root")
    say(alice, "reply", root)
    for odd in ("x", "-1", "9" * 40, ""):
        assert shown(alice, at(root, f"?before={odd}")) == ["root", "reply"]


def test_what_is_sent_from_there_replies_to_the_root(general: Room, alice: User, bob: User, say: Say) -> None:
    root = say(alice, "root")
    form = {"body": "a reply", "nonce": "nonce-of-a-form", "thread": root.position}
    answer = browser_of(bob).post(f"/rooms/{general.pk}/messages/", form)
    reply = Message.objects.get(body="a reply")
    assert (reply.reply_to, reply.thread) == (root.position, root.position)
    assert answer["Location"] == f"{at(root)}#m{reply.position}"


def test_the_composers_that_follow_stay_in_the_thread(general: Room, alice: User, say: Say) -> None:
    root = say(alice, "root")
    address = f"/rooms/{general.pk}/composer/?after=the-first-nonce&thread={root.position}"
    text = browser_of(alice).get(address, headers={"HX-Request": "true"}).text
    assert f'name="thread" value="{root.position}"' in text
    assert text.count(f"&amp;thread={root.position}") == 2


def test_what_is_refused_comes_back_on_the_page_of_the_thread(general: Room, alice: User, say: Say) -> None:
    root = say(alice, "root")
    answer = browser_of(alice).post(
        f"/rooms/{general.pk}/messages/", {"body": " ", "nonce": "nonce-of-a-form", "thread": root.position}
    )
    assert answer.status_code == 422
    assert "Write something first." in answer.text
    assert f'id="thread-{root.position}"' in answer.text


def test_a_message_of_another_room_has_no_thread_here(alice: User, say: Say) -> None:
    root = say(alice, "root")
    kitchen = conversation.create_room("Kitchen", alice)
    assert browser_of(alice).get(f"/rooms/{kitchen.pk}/messages/{root.position}/thread/").status_code == 404
