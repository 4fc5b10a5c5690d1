"""Whoever reads a room to its end has read what called them to its messages; direct messages call by themselves."""

from collections.abc import Callable

import pytest

from accounts import blocks
from accounts.models import User
from alerts.models import Alert
from rooms import conversation
from rooms.conversation.reading import Read, read_live
from rooms.models import Membership, Message, Room

from .watching import browser_of

Say = Callable[..., Message]


def unread(user: User) -> list[str]:
    return list(Alert.objects.filter(user=user, read=None).order_by("pk").values_list("content", flat=True))


def test_opening_a_room_reads_what_called_there_and_nothing_else(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    other = conversation.create_room("Other", alice)
    conversation.add_member(other.pk, bob)
    conversation.post(other.pk, alice, "@bob elsewhere", "test-elsewhere", paced=False)
    mine = say(bob, "what do you think?")
    say(alice, "@bob here")
    conversation.toggle_reaction(mine, alice, "👍")
    conversation.invite(conversation.create_room("Third", alice).pk, alice, bob)
    assert len(unread(bob)) == 4
    browser_of(bob).get(general.get_absolute_url())
    assert unread(bob) == ["@bob elsewhere", "Third"]
    # Where nothing is new either.
    conversation.toggle_reaction(mine, alice, "🎉")
    Alert.objects.update(read=None)
    browser_of(bob).get(general.get_absolute_url())
    assert unread(bob) == ["@bob elsewhere", "Third"]


def test_a_page_that_nobody_asked_for_and_one_around_an_old_message_read_no_alert(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    first = say(alice, "first")
    say(alice, "@bob")
    browser = browser_of(bob)
    browser.get(general.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    browser.get(first.get_absolute_url().partition("#")[0])
    assert unread(bob) == ["@bob"]


def test_a_live_page_reads_up_to_what_it_has_shown_for_each_who_saw_it(
    general: Room, alice: User, bob: User, carol: User, say: Say
) -> None:
    conversation.add_member(general.pk, carol)
    first = say(alice, "@room one")
    say(alice, "@room two")
    read_live([Read(general.pk, bob.pk, first.position)])
    assert unread(bob) == ["@room two"]
    assert unread(carol) == ["@room one", "@room two"]


@pytest.fixture
def pair(alice: User, bob: User) -> Room:
    return conversation.open_direct(alice, [bob])


def test_a_direct_message_calls_as_one(alice: User, bob: User, pair: Room) -> None:
    conversation.post(pair.pk, alice, "hello", "test-direct-1", paced=False)
    alert = Alert.objects.get()
    assert (alert.user, alert.kind, alert.place) == (bob, "direct", "")
    inbox = browser_of(bob).get("/alerts/", {"show": "direct"}).text
    assert "<strong>Alice</strong> wrote to you" in inbox
    assert "hello" in inbox


def test_of_several_who_talk_it_says_so(alice: User, bob: User, carol: User) -> None:
    three = conversation.open_direct(alice, [bob, carol])
    conversation.post(three.pk, alice, "hello", "test-direct-3", paced=False)
    assert set(Alert.objects.values_list("user__username", "kind")) == {("bob", "direct"), ("carol", "direct")}
    assert "<strong>Alice</strong> wrote to you and others" in browser_of(bob).get("/alerts/").text


@pytest.mark.parametrize(
    ("level", "kinds"), [("everything", ["direct", "mention"]), ("mentions", ["mention"]), ("nothing", [])]
)
def test_the_level_of_a_direct_conversation_holds(
    alice: User, bob: User, pair: Room, level: str, kinds: list[str]
) -> None:
    conversation.change_level(Membership.objects.get(room=pair, user=bob), level)
    conversation.post(pair.pk, alice, "hello", "test-direct-4", paced=False)
    conversation.post(pair.pk, alice, "@bob hello", "test-direct-5", paced=False)
    assert list(Alert.objects.order_by("pk").values_list("kind", flat=True)) == kinds


def test_direct_messages_of_the_blocked_never_call(alice: User, bob: User, carol: User) -> None:
    three = conversation.open_direct(alice, [bob, carol])
    blocks.block(bob, alice)
    conversation.post(three.pk, alice, "hello", "test-direct-6", paced=False)
    assert [alert.user for alert in Alert.objects.all()] == [carol]
