"""The feed reads a room and then its messages; what happens in between is not lost, and lets nobody in."""

import pytest

from accounts import people
from accounts.models import User
from rooms import conversation
from rooms.feed import changes
from rooms.models import Membership, Room


@pytest.fixture
def room(general: Room) -> Room:
    return general


def test_who_left_before_a_message_that_is_delivered_has_left(
    alice: User, bob: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_room = changes._read_room

    def read_and_others_are_faster(room_id: int) -> Room:
        found = read_room(room_id)
        monkeypatch.undo()
        conversation.leave(Membership.objects.get(user=bob))
        alice.display_name = "Alicia"
        people.save(alice)
        conversation.post(room.pk, alice, "not for Bob", "a-nonce-of-alice")
        return found

    monkeypatch.setattr(changes, "_read_room", read_and_others_are_faster)
    lacking = changes.changes_since(room.pk, room.version)
    assert [message.body for message in lacking.born] == ["not for Bob"]
    assert lacking.version == room.version + 3
    # The feed asks again who may read exactly when this has grown.
    assert lacking.room.details_version == room.version + 2
    assert [membership.user for membership in lacking.members or []] == [alice]
    assert [user.name for user in lacking.renamed] == ["Alicia"]
