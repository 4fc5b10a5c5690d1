"""Whom messages and reactions call, and what takes it back."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

import alerts.calling as alerting
from accounts.models import User
from alerts.models import Alert
from rooms import conversation
from rooms.models import Membership, Message, Room

Say = Callable[..., Message]


def calls_of(user: User) -> list[tuple[str, str]]:
    return list(Alert.objects.filter(user=user).order_by("pk").values_list("kind", "actor__username"))


def membership(room: Room, user: User) -> Membership:
    return Membership.objects.get(room=room, user=user)


def test_a_message_that_calls_nobody_costs_no_query_more(
    general: Room, alice: User, say: Say, django_assert_num_queries
) -> None:
    say(alice, "hello")
    # The room, the message, and the room's new version, inside a transaction of the test's.
    with django_assert_num_queries(6) as queries:
        say(alice, "hello again")
    assert not any("alerts_alert" in query["sql"] for query in queries.captured_queries)


def test_a_mention_calls_the_member_and_says_where(
    general: Room, alice: User, bob: User, carol: User, say: Say
) -> None:
    message = say(alice, "look, @bob and @carol and @alice, **here**")
    alert = Alert.objects.get()
    assert (alert.user, alert.actor, alert.kind, alert.place) == (bob, alice, "mention", "General")
    assert alert.content == "look, @bob and @carol and @alice, here"
    assert alert.link == message.get_absolute_url()
    assert alert.read is None


def test_room_calls_every_member_but_oneself_in_one_statement(
    general: Room, alice: User, bob: User, carol: User, django_assert_max_num_queries
) -> None:
    conversation.add_member(general.pk, carol)
    people = User.objects.bulk_create(User(username=f"person{number}", password="!") for number in range(300))
    Membership.objects.bulk_create(Membership(room=general, user=person) for person in people)
    with django_assert_max_num_queries(12):
        conversation.post(general.pk, alice, "@room listen", "test-room", paced=False)
    assert calls_of(alice) == []
    assert calls_of(carol) == [("everybody", "alice")]
    assert Alert.objects.count() == 302


def test_a_reply_calls_whom_it_answers_once_even_where_it_mentions_them(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    first = say(alice, "a question")
    say(bob, "@alice @room an answer", to=first)
    say(alice, "to myself", to=first)
    assert calls_of(alice) == [("reply", "bob")]
    assert calls_of(bob) == []


def test_an_edit_calls_those_whom_it_newly_mentions_and_nobody_twice(
    general: Room, alice: User, bob: User, carol: User, say: Say
) -> None:
    conversation.add_member(general.pk, carol)
    message = say(alice, "@bob")
    alerting.mark_read(bob)
    for body in ("@bob @carol", "nobody", "@bob and @carol again"):
        conversation.edit(message, body)
    assert calls_of(bob) == calls_of(carol) == [("mention", "alice")]
    assert alerting.unread_count(bob.pk) == 0


def test_a_reaction_calls_the_author_once_for_each_person(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(alice, "hello")
    conversation.toggle_reaction(message, alice, "👍")
    assert calls_of(alice) == []
    conversation.toggle_reaction(message, bob, "👍")
    conversation.toggle_reaction(message, bob, "🎉")
    assert calls_of(alice) == [("reaction", "bob")]
    conversation.toggle_reaction(message, bob, "👍")
    assert calls_of(alice) == [("reaction", "bob")]
    conversation.toggle_reaction(message, bob, "🎉")
    assert calls_of(alice) == []


def test_deleting_a_message_takes_back_what_it_called(general: Room, alice: User, bob: User, say: Say) -> None:
    other = say(alice, "@bob stay")
    message = say(alice, "@bob")
    conversation.toggle_reaction(message, bob, "👍")
    conversation.delete(message)
    assert calls_of(alice) == []
    assert [alert.link for alert in Alert.objects.filter(user=bob)] == [other.get_absolute_url()]


def test_who_is_removed_is_called_by_nothing_of_that_room(general: Room, alice: User, bob: User, say: Say) -> None:
    other = conversation.create_room("Other", alice)
    conversation.add_member(other.pk, bob)
    say(alice, "@bob")
    conversation.post(other.pk, alice, "@bob", "test-other", paced=False)
    conversation.remove_member(membership(general, bob))
    assert [alert.place for alert in Alert.objects.filter(user=bob)] == ["Other"]
    say(alice, "@bob @room")
    assert Alert.objects.count() == 1
    conversation.delete_room(other.pk)
    assert not Alert.objects.exists()


def test_who_is_deactivated_is_called_no_more(general: Room, alice: User, bob: User, say: Say) -> None:
    say(alice, "@bob")
    bob.is_active = False
    bob.save()
    assert not Alert.objects.exists()
    first = say(alice, "@bob @room")
    conversation.toggle_reaction(first, alice, "👍")
    assert not Alert.objects.exists()


def test_nothing_calls_who_wants_nothing_from_a_room(general: Room, alice: User, bob: User, say: Say) -> None:
    conversation.change_level(membership(general, bob), "nothing")
    mine = say(bob, "hello")
    say(alice, "@bob @room", to=mine)
    conversation.toggle_reaction(mine, alice, "👍")
    assert calls_of(bob) == []


def test_every_message_calls_who_wants_everything(general: Room, alice: User, bob: User, say: Say) -> None:
    conversation.change_level(membership(general, bob), "everything")
    say(alice, "hello")
    say(bob, "hello")
    assert calls_of(bob) == [("message", "alice")]
    conversation.change_level(membership(general, bob), "mentions")
    say(alice, "hello again")
    assert len(calls_of(bob)) == 1
    assert not Room.objects.get(pk=general.pk).is_watched


def test_a_level_that_there_is_not_is_refused(general: Room, bob: User) -> None:
    with pytest.raises(ValidationError):
        conversation.change_level(membership(general, bob), "loud")


def test_what_comes_with_an_import_calls_nobody(general: Room, alice: User, bob: User) -> None:
    line = conversation.Line(alice, "@bob", "import-1", general.created)
    conversation.import_messages(general.pk, [line])
    assert not Alert.objects.exists()


def test_a_long_text_is_cut(alice: User) -> None:
    alerting.announce(alice, Alert.Kind.NOTE, "x" * 300)
    alert = Alert.objects.get()
    assert len(alert.content) == 200
    assert alert.content.endswith("…")
    assert alert.actor is None
