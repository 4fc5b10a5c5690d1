"""Whoever is blocked reaches nobody who has blocked them: neither alone, nor by calling them."""

import pytest
from django.core.exceptions import ValidationError

from accounts import blocks
from accounts.models import User
from alerts.models import Alert
from rooms import conversation
from rooms.models import Room

pytestmark = pytest.mark.django_db


def test_of_two_alone_neither_writes_while_one_has_blocked_the_other(alice: User, bob: User) -> None:
    room = conversation.open_direct(alice, [bob])
    blocks.block(alice, bob)
    for author, other in ((bob, "Alice"), (alice, "Bob")):
        with pytest.raises(ValidationError, match=f"can't write to {other}") as refusal:
            conversation.post(room.pk, author, "hello", f"nonce-of-{author.pk}", member_only=True)
        assert refusal.value.code == "blocked"
    assert not room.messages.exists()
    assert not Alert.objects.exists()
    blocks.unblock(alice, bob)
    conversation.post(room.pk, bob, "hello", "nonce-after", member_only=True)
    assert Alert.objects.get().user == alice


def test_no_conversation_is_begun_with_somebody_who_has_blocked_one(alice: User, bob: User, carol: User) -> None:
    blocks.block(alice, bob)
    with pytest.raises(ValidationError, match="can't write to Alice"):
        conversation.open_direct(bob, [alice])
    # Among several the others may go on; what he says is hidden from her.
    assert conversation.open_direct(bob, [alice, carol]).is_direct


def test_somebody_blocked_calls_nobody_who_blocked_them(general: Room, alice: User, bob: User, say) -> None:
    first = say(alice, "hello")
    blocks.block(alice, bob)
    say(bob, "@alice, @room!")
    say(bob, "an answer", first)
    conversation.toggle_reaction(first, bob, "🎉")
    assert not Alert.objects.filter(user=alice).exists()
