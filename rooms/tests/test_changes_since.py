from collections.abc import Callable

import pytest

from accounts.models import User
from rooms import conversation
from rooms.feed.changes import Recent, changes_since
from rooms.models import Message, Room

Say = Callable[..., Message]


def test_a_page_that_has_everything_lacks_nothing(say: Say, general: Room, alice: User) -> None:
    message = say(alice, "one")
    changes = changes_since(general.pk, message.version)
    assert (changes.messages, changes.newest, changes.members, changes.renamed) == ([], None, None, [])


def test_a_message_born_since_is_inserted(say: Say, general: Room, alice: User) -> None:
    first, second = say(alice, "one"), say(alice, "two")
    changes = changes_since(general.pk, first.version)
    assert changes.born == [second]
    assert changes.altered == []
    assert changes.version == second.version


def test_an_older_message_that_changed_is_updated_in_place(say: Say, general: Room, alice: User) -> None:
    first = say(alice, "one")
    conversation.edit(first, "won")
    changes = changes_since(general.pk, first.position)
    assert changes.born == []
    assert [message.body for message in changes.altered] == ["won"]


def test_a_message_born_and_edited_since_comes_once_as_it_is(say: Say, general: Room, alice: User) -> None:
    start = general.version
    conversation.edit(say(alice, "one"), "won")
    assert [message.body for message in changes_since(general.pk, start).born] == ["won"]


def test_a_deleted_message_comes_as_a_tombstone_without_its_words(say: Say, general: Room, alice: User) -> None:
    message = say(alice, "secret")
    conversation.delete(message)
    (tombstone,) = changes_since(general.pk, message.position).altered
    assert tombstone.deleted
    assert tombstone.body == ""


def test_members_come_only_when_they_changed(say: Say, general: Room, alice: User, carol: User) -> None:
    message = say(alice, "one")
    assert changes_since(general.pk, message.position).members is None
    conversation.add_member(general.pk, carol)
    members = changes_since(general.pk, message.position).members
    assert [membership.user.username for membership in members or []] == ["alice", "bob", "carol"]


def test_a_page_too_far_behind_gets_the_newest_page(say: Say, general: Room, alice: User, settings) -> None:
    settings.FEED_REPLAY_LIMIT = 3
    messages = [say(alice, str(number)) for number in range(6)]
    near, far = (changes_since(general.pk, messages[index].version) for index in (2, 1))
    assert near.newest is None
    assert near.born == messages[3:]
    assert far.newest is not None
    assert far.newest.messages == messages
    assert far.born == []


def test_one_read_answers_pages_at_different_versions(
    say: Say, general: Room, alice: User, django_assert_num_queries
) -> None:
    messages = [say(alice, str(number)) for number in range(5)]
    with django_assert_num_queries(2):
        recent = Recent(general.pk, messages[0].version)
        for index, message in enumerate(messages):
            assert recent.since(message.version).born == messages[index + 1 :]


def test_a_room_that_is_gone_is_said_to_be(db: None) -> None:
    with pytest.raises(Room.DoesNotExist):
        changes_since(12345, 0)
