"""A reply belongs to what it answers and to a thread; both show it, and follow what happens to each other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import people
from accounts.models import User
from rooms import conversation, history
from rooms.feed.changes import changes_since
from rooms.feed.frames import changes_frame
from rooms.feed.viewer import Variant
from rooms.models import Message, Room

from .watching import browser_of

Say = Callable[..., Message]


def page_of(user: User, room: Room) -> str:
    return browser_of(user).get(f"/rooms/{room.pk}/").text


def frame(room: Room, since: int) -> str:
    return changes_frame(changes_since(room.pk, since), Variant("en", "UTC"), hello=False)


def test_a_reply_belongs_to_the_thread_of_what_it_answers(alice: User, bob: User, say: Say) -> None:
    root = say(alice, "shall we?")
    reply = say(bob, "yes", root)
    nested = say(alice, "when?", reply)
    assert (reply.reply_to, reply.thread) == (root.position, root.position)
    assert (nested.reply_to, nested.thread) == (reply.position, root.position)
    root.refresh_from_db()
    assert root.reply_count == 2
    reply.refresh_from_db()
    assert reply.reply_count == 0


def test_a_reply_takes_one_version_and_its_root_the_same(general: Room, alice: User, bob: User, say: Say) -> None:
    root = say(alice, "shall we?")
    reply = say(bob, "yes", root)
    root.refresh_from_db()
    general.refresh_from_db()
    assert general.version == root.version == reply.version == root.position + 1
    changes = changes_since(general.pk, root.position)
    assert (changes.born, changes.altered) == ([reply], [root])


def test_a_reply_stands_under_its_own_name(alice: User, say: Say) -> None:
    root = say(alice, "one")
    assert say(alice, "two").follows_author
    assert not say(alice, "three", root).follows_author
    assert say(alice, "four").follows_author


def test_a_retried_reply_is_stored_and_counted_once(general: Room, alice: User, say: Say) -> None:
    root = say(alice, "one")
    for _ in range(2):
        posted = conversation.post(general.pk, alice, "two", "the-same-nonce", reply_to=root.position)
    assert not posted.is_new
    root.refresh_from_db()
    assert (root.reply_count, Message.objects.filter(thread=root.position).count()) == (1, 1)


def test_what_was_deleted_can_not_be_replied_to(general: Room, alice: User, bob: User, say: Say) -> None:
    root = say(alice, "one")
    conversation.delete(root)
    general.refresh_from_db()
    with pytest.raises(ValidationError, match="was deleted") as refusal:
        say(bob, "two", root)
    assert refusal.value.code == "gone"
    assert Message.objects.filter(room=general).count() == 1
    before = general.version
    general.refresh_from_db()
    assert general.version == before


def test_a_message_of_another_room_can_not_be_replied_to(alice: User, say: Say) -> None:
    message = say(alice, "one")
    kitchen = conversation.create_room("Kitchen", alice)
    with pytest.raises(ValidationError, match="no longer there"):
        conversation.post(kitchen.pk, alice, "two", "a-nonce-of-alice", reply_to=message.position)


def test_a_deleted_reply_counts_no_longer(general: Room, alice: User, bob: User, say: Say) -> None:
    root = say(alice, "one")
    reply = say(bob, "two", root)
    conversation.delete(reply)
    conversation.delete(reply)
    root.refresh_from_db()
    general.refresh_from_db()
    assert (root.reply_count, root.version) == (0, general.version)
    assert "/thread/" not in page_of(alice, general)


def test_the_page_shows_what_is_quoted_as_plain_words(general: Room, alice: User, bob: User, say: Say) -> None:
    root = say(alice, "# Tea\n\nor **coffee**? <script>&amp;" + " more" * 40)
    say(bob, "tea", root)
    text = page_of(bob, general)
    quote = text[text.index('<p class="quote"') :].split("</p>")[0]
    assert f'href="#m{root.position}"' in quote
    assert f'href="{root.get_absolute_url()}"' in quote
    assert '<strong class="quoted">Alice</strong>' in quote
    assert "Tea or coffee? &lt;script&gt;&amp;amp; more more" in quote
    assert "…</span>" in quote
    assert "1 reply</a>" in text


def test_from_a_page_without_the_original_a_quote_leads_to_its_place(general: Room, alice: User, say: Say) -> None:
    root = say(alice, "root")
    address = f"/rooms/{general.pk}/messages/{root.position}/"
    assert f'hx-get="{address}"' in frame(general, say(alice, "reply", root).position - 1)
    answer = browser_of(alice).get(address, headers={"HX-Request": "true"})
    assert f'hx-target="body:not(:has(#m{root.position})) #refusal:not(.refusal)"' in answer.text
    assert f'<meta http-equiv="refresh" content="0; url={address}#m{root.position}">' in answer.text
    assert "<li" not in answer.text


def test_quotes_follow_the_original(general: Room, alice: User, bob: User, say: Say) -> None:
    root = say(alice, "one")
    say(bob, "two", root)
    assert '<span dir="auto">one</span>' in page_of(bob, general)
    general.refresh_from_db()
    conversation.edit(root, "uno")
    assert '<span dir="auto">uno</span>' in page_of(bob, general)
    part = f"""hx-target="#scroller .quote[data-of='{root.position}']" hx-swap="outerMorph">"""
    assert part in frame(general, general.version)
    alice.display_name = "Alicia"
    people.save(alice)
    assert '<strong class="quoted">Alicia</strong>' in page_of(bob, general)
    assert (
        f"""hx-target="#scroller .quote[data-said-by='{alice.pk}'] .quoted" hx-swap="textContent">Alicia<"""
        in frame(general, general.version)
    )
    conversation.delete(root)
    text = page_of(bob, general)
    assert "<em>This message was deleted.</em>" in text
    assert "uno" not in text


def test_a_message_that_nobody_answered_sends_no_quotes(general: Room, alice: User, say: Say) -> None:
    conversation.edit(say(alice, "one"), "two")
    general.refresh_from_db()
    assert ".quote[data-of" not in frame(general, general.version - 1)


def test_a_reply_reaches_open_pages_of_its_thread(general: Room, alice: User, say: Say) -> None:
    root = say(alice, "one")
    assert "#thread-" not in frame(general, general.version)
    reply = say(alice, "two", root)
    assert f'<hx-upsert hx-target="#thread-{root.position}" key="data-seq">' in frame(general, reply.version - 1)


def test_quotes_cost_one_query_for_all_and_none_where_there_are_none(
    general: Room, alice: User, bob: User, say: Say, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roots = [say(alice, f"root {number}") for number in range(5)]
    general.refresh_from_db()
    with django_assert_num_queries(1):
        history.newest(general)
    for root in roots:
        say(bob, "reply", root)
    general.refresh_from_db()
    with django_assert_num_queries(2):
        window = history.newest(general)
        assert [message.original for message in window.messages[5:]] == roots


def test_what_changed_after_the_room_was_read_is_not_quoted(general: Room, alice: User, say: Say) -> None:
    root = say(alice, "one")
    for number in range(3):
        say(alice, f"reply {number}", root)
    general.refresh_from_db()
    conversation.edit(root, "not for those who were removed before")
    with pytest.raises(history.Overtaken):
        history.newest(general, 2)


@pytest.mark.django_db(transaction=True)
def test_many_replies_at_once_are_all_counted(general: Room, alice: User, bob: User, say: Say) -> None:
    root = say(alice, "one")

    def write(number: int) -> None:
        try:
            author = (alice, bob)[number % 2]
            conversation.post(
                general.pk, author, f"{number}", f"reply-{number:06}", paced=False, reply_to=root.position
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    root.refresh_from_db()
    general.refresh_from_db()
    assert (root.reply_count, root.version) == (24, general.version)
    replies = Message.objects.filter(thread=root.position).order_by("position")
    assert list(replies.values_list("version", flat=True)) == list(range(root.position + 1, root.position + 25))


def send(browser: Client, room: Room, htmx: bool = False, **form: object) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    data = {"body": "a thought", "nonce": "nonce-of-a-form", "composer": "composer-key"} | form
    return browser.post(f"/rooms/{room.pk}/messages/", data, headers=headers)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_refused_reply_stays_a_reply_with_its_text(
    general: Room, alice: User, bob: User, say: Say, htmx: bool
) -> None:
    root = say(alice, "one")
    conversation.delete(root)
    answer = send(browser_of(bob), general, htmx, reply_to=root.position, long=1)
    assert answer.status_code == 422
    assert "The message that you reply to was deleted." in answer.text
    assert f'name="reply_to" value="{root.position}"' in answer.text
    assert ">a thought</textarea>" in answer.text


def test_what_is_no_position_is_refused(general: Room, bob: User) -> None:
    for value in ("first", "0", "-1", "1.5", str(2**63)):
        assert send(browser_of(bob), general, reply_to=value).status_code == 422
    assert not Message.objects.exists()


def test_only_members_may_reply(general: Room, alice: User, carol: User, say: Say) -> None:
    root = say(alice, "one")
    browser = browser_of(carol)
    assert send(browser, general, reply_to=root.position).status_code == 403
    for address in ("reply", "thread"):
        answer = browser.get(f"/rooms/{general.pk}/messages/{root.position}/{address}/")
        assert answer.status_code == 403
        assert "one" not in answer.text.split("<main")[1].split()
