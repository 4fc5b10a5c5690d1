"""What several people say at the same moment is stored in one transaction, and each gets their own answer."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from accounts.models import User
from rooms import conversation
from rooms.access import NotAMember
from rooms.conversation import posts
from rooms.conversation.together import Together
from rooms.models import Message, Room

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def held_up(monkeypatch):
    """Hold the first transaction up, so that what is posted meanwhile comes together, and say how to let it go."""
    begun, go_on, together = Event(), Event(), []

    def store(drafts: list[posts.Waiting]) -> None:
        together.append(len(drafts))
        if len(together) == 1:
            begun.set()
            go_on.wait(10)
        posts._store_together(drafts)

    monkeypatch.setattr(posts, "_together", Together(store))
    with ThreadPoolExecutor(8) as pool:

        def begin(work: Callable[..., Any], *arguments: Any, **named: Any) -> Future:
            def run() -> Any:
                try:
                    return work(*arguments, **named)
                finally:
                    connections.close_all()

            return pool.submit(run)

        def let_go(waiting: int) -> list[int]:
            while len(posts._together._waiting) < waiting:
                pass
            go_on.set()
            return together

        yield begin, begun, let_go
        go_on.set()


def test_what_waits_is_stored_in_one_go_in_the_order_in_which_it_came(general: Room, alice: User, monkeypatch) -> None:
    kitchen = conversation.create_room("Kitchen", alice)
    with held_up(monkeypatch) as (begin, begun, let_go):
        first = begin(conversation.post, general.pk, alice, "first", "nonce-first", paced=False)
        assert begun.wait(10)
        others = [
            begin(conversation.post, room.pk, alice, f"{room} {n}", f"nonce-{room.pk}-{n:04d}", paced=False)
            for n in range(3)
            for room in (general, kitchen)
        ]
        sizes = let_go(len(others))
        answers = [each.result(10) for each in (first, *others)]
    assert sizes == [1, 6]
    assert all(answer.is_new for answer in answers)
    assert {answer.message.body for answer in answers} == {message.body for message in Message.objects.all()}
    for room, count in ((general, 4), (kitchen, 3)):
        version = Room.objects.get(pk=room.pk).version
        positions = list(room.messages.order_by("position").values_list("position", flat=True))
        assert positions == list(range(version - count + 1, version + 1))


def test_each_is_told_of_their_own_refusal_and_the_others_are_stored(
    general: Room, alice: User, carol: User, monkeypatch
) -> None:
    conversation.post(general.pk, alice, "said before", "nonce-before")
    with held_up(monkeypatch) as (begin, begun, let_go):
        first = begin(conversation.post, general.pk, alice, "first", "nonce-first")
        assert begun.wait(10)
        stranger = begin(conversation.post, general.pk, carol, "let me in", "nonce-stranger", member_only=True)
        again = begin(conversation.post, general.pk, alice, "said before", "nonce-before")
        nowhere = begin(conversation.post, general.pk + 1000, alice, "anybody?", "nonce-nowhere")
        fine = begin(conversation.post, general.pk, alice, "fine", "nonce-fine")
        let_go(4)
        assert first.result(10).is_new
        assert fine.result(10).is_new
        assert not again.result(10).is_new
        with pytest.raises(NotAMember):
            stranger.result(10)
        with pytest.raises(Room.DoesNotExist):
            nowhere.result(10)
    assert sorted(general.messages.values_list("body", flat=True)) == ["fine", "first", "said before"]


def test_one_nonce_twice_at_the_same_moment_is_stored_once(general: Room, alice: User, monkeypatch) -> None:
    with held_up(monkeypatch) as (begin, begun, let_go):
        first = begin(conversation.post, general.pk, alice, "first", "nonce-first")
        assert begun.wait(10)
        twins = [begin(conversation.post, general.pk, alice, "twice", "nonce-twice") for _ in range(2)]
        let_go(2)
        first.result(10)
        answers = [twin.result(10) for twin in twins]
    assert sorted(answer.is_new for answer in answers) == [False, True]
    assert answers[0].message == answers[1].message


def test_nobody_waits_for_a_failure_of_the_database_for_ever() -> None:
    def fail(items: list[int]) -> None:
        raise ConnectionError(f"away with {len(items)}")

    together = Together(fail)
    for _ in range(2):
        with pytest.raises(ConnectionError):
            together.do(1)


def test_somebody_who_was_removed_can_no_longer_write(general: Room, carol: User) -> None:
    with pytest.raises(NotAMember):
        conversation.post(general.pk, carol, "still here?", "nonce-removed", member_only=True)
    assert not general.messages.exists()


def test_an_empty_text_is_refused_before_it_waits(general: Room, alice: User) -> None:
    with pytest.raises(ValidationError):
        conversation.post(general.pk, alice, " ", "nonce-empty")
