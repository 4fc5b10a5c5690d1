"""What is found. The same on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from accounts.models import User
from rooms import conversation
from rooms.models import Membership, Message, Room
from rooms.search import Order, parse, search

Say = Callable[..., Message]


def found(user: User, text: str, **options) -> list[str]:
    """Return the texts of what ``user`` finds, on one page."""
    query = parse(text, user)
    assert not query.problems
    return [hit.message.body for hit in search(query, user, **options).hits]


def test_all_words_in_any_order_newest_first(general: Room, alice: User, bob: User, say: Say) -> None:
    say(alice, "green tea is ready")
    say(bob, "green apples")
    say(bob, "Tea, mostly GREEN!")
    assert found(alice, "tea green") == ["Tea, mostly GREEN!", "green tea is ready"]
    assert found(alice, "green") == ["Tea, mostly GREEN!", "green apples", "green tea is ready"]
    assert found(alice, "gree") == []


def test_a_phrase_is_words_side_by_side(general: Room, alice: User, say: Say) -> None:
    say(alice, "green tea is ready")
    say(alice, "tea, green or black")
    assert found(alice, '"green tea"') == ["green tea is ready"]
    assert found(alice, "“green tea”") == ["green tea is ready"]
    assert found(alice, '"tea green" black') == ["tea, green or black"]
    assert found(alice, '"green tea is') == ["green tea is ready"]


def test_a_star_finds_what_begins_so(general: Room, alice: User, say: Say) -> None:
    say(alice, "the meeting moved")
    say(alice, "we met in Meetinghouse Lane")
    assert found(alice, "meet*") == ["we met in Meetinghouse Lane", "the meeting moved"]
    assert found(alice, "meetingh*") == ["we met in Meetinghouse Lane"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cafe", "Café au lait"),
        ("CAFÉ", "a cafe"),
        ("привет", "Привет, мир"),
        ("αθηνα", "ΑΘΗΝΑ"),
        ("東京タワー", "東京タワー"),
        ("example", "see https://www.example.com/path/to?page=1"),
        ("path", "see https://www.example.com/path/to?page=1"),
        ("example.com", "see https://www.example.com/path/to?page=1"),
        ("someone@example.org", "write to someone@example.org"),
        ("next_version", "call next_version(room)"),
        ("version", "call next_version(room)"),
        ("can't", "I can't"),
        ("3.14", "pi is 3.14 or so"),
        ("and/or", "this and/or that"),
        ("well-known", "a well-known thing"),
        ("*bold*", "some **bold** text"),
        ("12:30", "lunch at 12:30"),
        ("std::vector", "use std::vector here"),
        ("http://example.com/a", "see http://example.com/a"),
    ],
)
def test_words_are_found_whatever_stands_around_them(
    general: Room, alice: User, say: Say, text: str, said: str
) -> None:
    say(alice, "something else altogether")
    say(alice, said)
    assert found(alice, text) == [said]


def test_an_edit_is_found_by_its_new_text_only(general: Room, alice: User, say: Say) -> None:
    message = say(alice, "the old words")
    conversation.edit(message, "the new words")
    assert found(alice, "old") == []
    assert found(alice, "new") == ["the new words"]


def test_what_was_deleted_is_never_found(general: Room, alice: User, say: Say) -> None:
    gone, hidden = say(alice, "words to forget"), say(alice, "words to hide")
    conversation.delete(gone)
    Message.objects.filter(pk=hidden.pk).update(deleted=datetime.now(UTC))
    assert found(alice, "words") == []
    assert found(alice, "from:alice") == []
    Message.objects.filter(pk=hidden.pk).update(deleted=None)
    assert found(alice, "words") == ["words to hide"]
    conversation.delete_room(general.pk)
    assert found(alice, "words") == []


def test_only_rooms_that_i_am_in_now(general: Room, alice: User, bob: User, carol: User, say: Say) -> None:
    say(alice, "our secret")
    assert found(carol, "secret") == []
    assert found(carol, "from:me secret") == []
    assert found(bob, "secret") == ["our secret"]
    conversation.leave(Membership.objects.get(room=general, user=bob))
    assert found(bob, "secret") == []
    conversation.add_member(general.pk, carol)
    assert found(carol, "secret") == ["our secret"]


def test_relevance_puts_the_message_that_is_most_about_it_first(general: Room, alice: User, say: Say) -> None:
    say(alice, "tea tea tea")
    say(alice, "yesterday somebody brought cake, biscuits, sandwiches, lemonade and tea to the garden behind the house")
    assert found(alice, "tea")[0].startswith("yesterday")
    assert found(alice, "tea", order=Order.RELEVANCE)[0] == "tea tea tea"
    assert len(found(alice, "tea", order=Order.RELEVANCE)) == 2


@pytest.mark.parametrize("order", Order)
def test_pages_follow_each_other_without_gap_or_repetition(general: Room, alice: User, say: Say, order: Order) -> None:
    said = [say(alice, f"number {number}").body for number in range(7)]
    query, start, pages = parse("number", alice), "", []
    for _ in range(4):
        page = search(query, alice, order, start, size=3)
        pages.append([hit.message.body for hit in page.hits])
        start = page.next
        if not start:
            break
    assert [len(page) for page in pages] == [3, 3, 1]
    everything = [body for page in pages for body in page]
    assert sorted(everything) == said
    if order is Order.NEWEST:
        assert everything == said[::-1]


def test_newest_means_written_last_also_after_an_import(general: Room, alice: User, say: Say) -> None:
    say(alice, "word of today")
    lines = [
        conversation.Line(alice, f"word of {year}", f"import-{year}", datetime(year, 1, 1, tzinfo=UTC))
        for year in (2010, 1969, 2011)
    ]
    conversation.import_messages(general.pk, lines)
    assert found(alice, "word") == ["word of today", "word of 2011", "word of 2010", "word of 1969"]
    start, bodies = "", []
    for _ in range(4):
        page = search(parse("word", alice), alice, start=start, size=1)
        bodies += [hit.message.body for hit in page.hits]
        start = page.next
    assert bodies == found(alice, "word")


@pytest.mark.parametrize("start", ["x", "-", "0", "9" * 40, "1-" + "9" * 30, "\x00", "-1-1", "99999999999999999-1"])
def test_a_start_that_is_none_of_ours_means_the_first_page(general: Room, alice: User, say: Say, start: str) -> None:
    say(alice, "hello")
    for order in Order:
        assert len(search(parse("hello", alice), alice, order, start).hits) <= 1


def test_more_rooms_than_the_index_is_told_of(general: Room, alice: User, bob: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr("rooms.search.sqlite.MOST_ROOMS", 0)
    monkeypatch.setattr("rooms.search.postgres.MOST_SAID", 0)
    say(alice, "hello")
    private = conversation.create_room("Private", bob, "private")
    conversation.post(private.pk, bob, "hello me", "private-hello", paced=False)
    assert found(alice, "hello") == ["hello"]
    assert found(alice, "after:2020-01-01") == ["hello"]
    assert found(bob, "hello") == ["hello me", "hello"]
