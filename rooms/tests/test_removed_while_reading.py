"""Between the look at who may read and the reading of messages somebody can be removed, and more can be said."""

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import Client

from accounts.models import User
from rooms import access, conversation
from rooms.models import Membership, Message, Room
from rooms.views import entering

from .watching import browser_of

Say = Callable[..., Message]

ADDRESSES = ["", "messages/{first}/", "messages/{first}/after/", "messages/{last}/before/"]


@pytest.fixture(autouse=True)
def _kept_as_in_production(settings) -> None:
    """Keep rendered fragments, which development doesn't."""
    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "fragments-of-tests"}
    settings.CACHES = settings.CACHES | {"fragments": kept}
    caches["fragments"].clear()


class Others:
    """Others are faster: what they do happens right after somebody was let in, ``times`` times."""

    def __init__(self, do: Callable[[], object], times: int = 1) -> None:
        self._enter, self._do, self.times = access.enter, do, times

    def __call__(self, user: User, room_id: int) -> access.Entry:
        entry = self._enter(user, room_id)
        if self.times:
            self.times -= 1
            self._do()
        return entry


@pytest.fixture
def words(general: Room, alice: User, say: Say) -> list[Message]:
    return [say(alice, f"for both of us {number}") for number in range(3)]


def leave(room: Room, user: User) -> None:
    conversation.leave(Membership.objects.get(room=room, user=user))


def address_of(room: Room, address: str, words: list[Message]) -> str:
    return f"/rooms/{room.pk}/" + address.format(first=words[0].position, last=words[-1].position + 100)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
@pytest.mark.parametrize("what", ["said", "edited"])
def test_what_came_after_the_removal_is_not_on_the_page(
    general: Room,
    alice: User,
    bob: User,
    say: Say,
    words: list[Message],
    address: str,
    headers: dict[str, str],
    what: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def others_do() -> None:
        leave(general, bob)
        if what == "said":
            say(alice, "not for Bob")
        else:
            conversation.edit(words[1], "not for Bob")

    browser: Client = browser_of(bob)
    monkeypatch.setattr(access, "enter", Others(others_do))
    answer = browser.get(address_of(general, address, words), headers=headers)
    assert "not for Bob" not in answer.text
    assert general.messages.filter(body="not for Bob").exists()
    # What leads a live page to a message has none of its words.
    if what == "edited" and "http-equiv" not in answer.text:
        assert answer.status_code == 403


def test_who_joined_after_the_removal_is_not_on_the_page(
    general: Room, bob: User, carol: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def others_do() -> None:
        leave(general, bob)
        conversation.add_member(general.pk, carol)

    browser = browser_of(bob)
    monkeypatch.setattr(access, "enter", Others(others_do))
    answer = browser.get(f"/rooms/{general.pk}/")
    assert answer.status_code == 403
    assert "Carol" not in answer.text


def test_the_page_kept_for_a_version_holds_nothing_newer(
    general: Room, alice: User, bob: User, words: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in = access.enter(bob, general.pk)
    hers, his = browser_of(alice), browser_of(bob)

    def others_do() -> None:
        leave(general, bob)
        conversation.edit(words[1], "not for Bob")

    monkeypatch.setattr(access, "enter", Others(others_do))
    assert "not for Bob" in hers.get(f"/rooms/{general.pk}/").text
    monkeypatch.undo()

    # Bob was let in at the version at which Alice was.
    enter = access.enter
    entries = iter([let_in])
    monkeypatch.setattr(access, "enter", lambda *who: next(entries, None) or enter(*who))
    answer = his.get(f"/rooms/{general.pk}/")
    assert answer.status_code == 403
    assert "not for Bob" not in answer.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_somebody_who_may_still_read_gets_the_newest_words(
    general: Room, bob: User, words: list[Message], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(bob)
    monkeypatch.setattr(access, "enter", Others(lambda: conversation.edit(words[1], "other words")))
    answer = browser.get(address_of(general, address, words))
    assert answer.status_code == 200
    assert "other words" in answer.text
    general.refresh_from_db()
    assert f'name="cursor" value="{general.version}"' in answer.text


def test_a_room_that_changes_faster_than_it_is_read_is_read_while_it_stands_still(
    general: Room, bob: User, words: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(bob)
    others = Others(lambda: conversation.edit(words[1], f"words {others.times}"), times=entering.TRIES)
    monkeypatch.setattr(access, "enter", others)
    answer = browser.get(f"/rooms/{general.pk}/")
    assert answer.status_code == 200
    assert "words 0" in answer.text


def test_a_refused_message_comes_back_once_however_often_the_page_is_read(
    general: Room, bob: User, words: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(bob)
    monkeypatch.setattr(access, "enter", Others(lambda: conversation.edit(words[1], "other words")))
    answer = browser.post(f"/rooms/{general.pk}/messages/", {"body": " ", "nonce": "a-nonce-of-bob-0"})
    assert answer.status_code == 422
    assert "Write something first." in answer.text
    assert "other words" in answer.text


def test_reading_costs_no_more_than_what_is_shown(
    general: Room, bob: User, words: list[Message], django_assert_num_queries, django_assert_max_num_queries
) -> None:
    browser = browser_of(bob)
    # The session, the person, the membership with its room, my rooms, the messages, the pins, the members, my draft, my
    # unread alerts; where something is new, the first of that, and that it has been read.
    with django_assert_num_queries(11):
        browser.get(f"/rooms/{general.pk}/")
    # Most of the page is rendered already.
    with django_assert_max_num_queries(9):
        browser.get(f"/rooms/{general.pk}/")
    with django_assert_num_queries(4):
        browser.get(address_of(general, "messages/{last}/before/", words), headers={"HX-Request": "true"})
