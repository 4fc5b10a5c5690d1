"""A page that is open for days keeps its newest messages, and the way to the others."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from rooms.feed import Variant
from rooms.feed.changes import Changes, Recent, changes_since
from rooms.feed.frames import changes_frame
from rooms.models import Message, Room

Say = Callable[..., Message]


@pytest.fixture(autouse=True)
def _small_pages(settings: Any) -> None:
    settings.FEED_PAGE_MESSAGES = 8


@pytest.fixture
def said(general: Room, alice: User, say: Say) -> list[Message]:
    return [say(alice, f"words {number}") for number in range(12)]


def frame(changes: Changes) -> str:
    return changes_frame(changes, Variant("en", "UTC"), hello=False)


def test_what_comes_before_the_newest_goes_and_the_way_to_it_stays(general: Room, said: list[Message]) -> None:
    first, last = said[-8], said[-1]
    changes = changes_since(general.pk, last.version - 2)
    assert changes.cut
    assert changes.cut.oldest == first.position
    text = frame(changes)
    assert f'<hx-partial hx-target="#log > li:has(~ #m{first.position})" hx-swap="delete">' in text
    assert f'href="/rooms/{general.pk}/messages/{first.position}/before/"' in text


def test_it_happens_once_in_so_many_changes(
    general: Room, said: list[Message], alice: User, say: Say, django_assert_num_queries: Any
) -> None:
    cuts = []
    for _ in range(8):
        before = Room.objects.get(pk=general.pk).version
        say(alice, "more")
        cuts.append(changes_since(general.pk, before).cut is not None)
    # The settings say 8: a quarter of that is 2.
    assert cuts in ([True, False] * 4, [False, True] * 4)
    version = Room.objects.get(pk=general.pk).version
    recent = Recent(general.pk, version - 2)
    with django_assert_num_queries(1):
        assert recent.since(version - 2).cut == recent.since(version - 2).cut
        assert recent.since(version).cut is None


def test_a_room_with_few_messages_is_never_cut(general: Room, alice: User, say: Say) -> None:
    start = general.version
    for _ in range(8):
        say(alice, "few")
        assert changes_since(general.pk, start).cut is None
    say(alice, "one more")
    assert changes_since(general.pk, start).cut


def test_a_page_that_gets_the_newest_messages_only_is_not_cut(
    general: Room, said: list[Message], settings: Any
) -> None:
    settings.FEED_REPLAY_LIMIT = 3
    changes = changes_since(general.pk, said[0].version)
    assert changes.newest
    assert changes.cut is None
    assert "#log > li:has(" not in frame(changes)
