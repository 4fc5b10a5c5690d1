from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from rooms import conversation
from rooms.models import Message, Room


def test_a_message_takes_the_next_version_as_its_position(
    say: Callable[..., Message], alice: User, general: Room
) -> None:
    first, second = say(alice, "one"), say(alice, "two")
    general.refresh_from_db()
    assert second.position == first.position + 1 == general.version
    assert second.version == second.position


def test_the_same_send_is_stored_once(general: Room, alice: User) -> None:
    first = conversation.post(general.pk, alice, "hello", "nonce-of-a-send")
    again = conversation.post(general.pk, alice, "hello", "nonce-of-a-send")
    assert first.is_new
    assert not again.is_new
    assert again.message == first.message
    assert general.messages.count() == 1


def test_a_retry_is_not_refused_for_being_fast(general: Room, alice: User, settings) -> None:
    settings.MESSAGE_BURST = 1
    conversation.post(general.pk, alice, "hello", "nonce-of-a-send")
    assert not conversation.post(general.pk, alice, "hello", "nonce-of-a-send").is_new


def test_a_form_that_sent_one_message_does_not_swallow_another(general: Room, alice: User) -> None:
    sends = ["hello", "something else", "a third", "something else", "hello"]
    answers = [conversation.post(general.pk, alice, body, "nonce-of-a-send") for body in sends]
    assert [answer.is_new for answer in answers] == [True, True, True, False, False]
    assert [message.body for message in general.messages.all()] == sends[:3]


def test_what_was_edited_meanwhile_is_not_stored_again_by_a_retry(general: Room, alice: User) -> None:
    for body in ("hello", "something else"):
        message = conversation.post(general.pk, alice, body, "nonce-of-a-send").message
        for edited in (f"{body}!", f"{body}?"):
            conversation.edit(message, edited)
        again = conversation.post(general.pk, alice, body, "nonce-of-a-send")
        assert (again.is_new, again.message) == (False, message)
    assert [message.body for message in general.messages.all()] == ["hello?", "something else?"]


def test_a_form_may_send_what_its_first_message_was_edited_to(general: Room, alice: User) -> None:
    conversation.edit(conversation.post(general.pk, alice, "hello", "nonce-of-a-send").message, "hello!")
    assert [conversation.post(general.pk, alice, "hello!", "nonce-of-a-send").is_new for _ in range(2)] == [True, False]


def test_a_form_whose_messages_were_deleted_can_still_be_sent(general: Room, alice: User) -> None:
    for body in ("hello", "something else"):
        conversation.delete(conversation.post(general.pk, alice, body, "nonce-of-a-send").message)
    # What the first one said is not known any more, so that it may be something else that is sent now.
    sends = [conversation.post(general.pk, alice, body, "nonce-of-a-send") for body in ("hello", "something else")]
    assert [send.is_new for send in sends] == [True, False]


def test_one_form_may_say_the_same_in_two_rooms(general: Room, alice: User) -> None:
    kitchen = conversation.create_room("Kitchen", alice)
    for room in (general, kitchen, general, kitchen):
        conversation.post(room.pk, alice, "hello", "nonce-of-a-send")
    assert (general.messages.count(), kitchen.messages.count()) == (1, 1)


def test_two_people_may_have_the_same_nonce(general: Room, alice: User, bob: User) -> None:
    conversation.post(general.pk, alice, "hello", "nonce-of-a-send")
    assert conversation.post(general.pk, bob, "hello", "nonce-of-a-send").is_new


@pytest.mark.parametrize("body", ["", "   ", "\n\n", "\r\n \t"])
def test_an_empty_message_is_refused(general: Room, alice: User, body: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        conversation.post(general.pk, alice, body, "nonce-of-a-send")
    assert refusal.value.code == "empty"


def test_a_message_may_have_4000_characters_and_not_one_more(general: Room, alice: User) -> None:
    assert conversation.post(general.pk, alice, "x" * 4000, "nonce-longest").is_new
    with pytest.raises(ValidationError) as refusal:
        conversation.post(general.pk, alice, "x" * 4001, "nonce-too-long")
    assert refusal.value.code == "too_long"


def test_writing_too_fast_is_refused_and_takes_no_version(general: Room, alice: User, settings) -> None:
    settings.MESSAGE_BURST, settings.MESSAGE_RATE = 2, 1
    for number in range(2):
        conversation.post(general.pk, alice, "quick", f"nonce-quick-{number}")
    with pytest.raises(ValidationError) as refusal:
        conversation.post(general.pk, alice, "quick", "nonce-quick-2")
    assert refusal.value.code == "too_fast"
    before = general.version
    general.refresh_from_db()
    assert general.version == before + 2


def test_a_character_that_cannot_be_sent_is_replaced(general: Room, alice: User) -> None:
    assert conversation.post(general.pk, alice, "a\ud800b", "nonce-of-a-send").message.body == "a?b"


def test_line_breaks_are_stored_alike_whatever_the_browser_sends(general: Room, alice: User) -> None:
    message = conversation.post(general.pk, alice, "\r\n  a\r\nb\rc \r\n", "nonce-of-a-send").message
    assert message.body == "  a\nb\nc"


def test_messages_of_one_person_in_a_row_stand_under_one_name(
    say: Callable[..., Message], alice: User, bob: User
) -> None:
    assert [say(author, "hi").follows_author for author in (alice, alice, bob, alice)] == [False, True, False, False]


def test_posting_needs_few_queries(
    general: Room, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    # Savepoint, the room with its lock, the nonce, the insert, the room, savepoint.
    with django_assert_max_num_queries(6):
        conversation.post(general.pk, alice, "hello", "nonce-of-a-send")
