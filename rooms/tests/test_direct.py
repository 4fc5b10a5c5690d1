"""Direct conversations: one for each exact set of people."""

from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from accounts import people
from accounts.models import User
from rooms import access, conversation, roles
from rooms.models import Membership, Room

from .watching import browser_of, see


@pytest.fixture
def pair(alice: User, bob: User) -> Room:
    return conversation.open_direct(alice, [bob])


def test_the_same_people_have_one_conversation_whoever_begins(alice: User, bob: User, carol: User, pair: Room) -> None:
    assert conversation.open_direct(bob, [alice]) == pair
    assert conversation.open_direct(bob, [alice, bob, alice]) == pair
    three = conversation.open_direct(carol, [bob, alice])
    assert three != pair
    assert conversation.open_direct(alice, [carol, bob]) == three
    assert Room.objects.count() == 2
    assert set(three.users.all()) == {alice, bob, carol}
    assert set(Membership.objects.values_list("role", "notification_level")) == {("member", "everything")}


def test_of_two_who_begin_at_once_both_get_the_same(alice: User, bob: User, pair: Room) -> None:
    with patch.object(QuerySet, "first", lambda self: None):
        assert conversation.open_direct(bob, [alice]) == pair
    assert Room.objects.count() == 1


def test_each_sees_it_called_after_the_others(alice: User, bob: User, carol: User) -> None:
    room = conversation.open_direct(alice, [bob, carol])
    for person, shown in ((alice, ["Bob", "Carol"]), (bob, ["Alice", "Carol"])):
        for page in (f"/rooms/{room.pk}/", "/"):
            text = browser_of(person).get(page).text
            for name in shown:
                assert f">{name}</bdi>" in text
            assert f">{person.name}</bdi>" not in text
    assert "Leave this room" not in browser_of(alice).get(f"/rooms/{room.pk}/").text


def test_the_form_finds_people_by_user_name(alice: User, bob: User, carol: User) -> None:
    answer = browser_of(alice).post("/direct/", {"people": "@bob, CAROL"})
    assert answer.headers["Location"] == Room.objects.get().get_absolute_url()
    assert set(Room.objects.get().users.all()) == {alice, bob, carol}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Name somebody beside yourself."),
        (" @ ,", "Name somebody beside yourself."),
        ("alice", "Name somebody beside yourself."),
        ("bob zoe", "There is nobody called zoe here."),
        ("gone", "There is nobody called gone here."),
        (" ".join(f"p{number}" for number in range(8)), "at most 7 people beside you"),
    ],
)
def test_what_can_not_be_is_said_where_it_was_typed(alice: User, bob: User, typed: str, said: str) -> None:
    User.objects.create_user("gone", is_active=False)
    for number in range(8):
        User.objects.create_user(f"p{number}")
    answer = browser_of(alice).post("/direct/", {"people": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert answer.context["form"]["people"].value() == typed
    assert not Room.objects.exists()


def test_message_leads_to_the_form_and_then_to_the_conversation(alice: User, bob: User) -> None:
    browser = browser_of(alice)
    assert 'value="@bob"' in browser.get(f"/direct/?with={bob.pk}").text
    room = conversation.open_direct(alice, [bob])
    assert browser.get(f"/direct/?with={bob.pk}").headers["Location"] == room.get_absolute_url()
    assert browser.get("/direct/?with=99999").status_code == 404
    assert browser.get("/direct/?with=x").status_code == 200


def test_what_was_said_with_somebody_who_has_gone_is_still_found(alice: User, bob: User, carol: User) -> None:
    room = conversation.open_direct(alice, [bob])
    User.objects.update(is_active=False)
    User.objects.filter(pk=alice.pk).update(is_active=True)
    bob.refresh_from_db()
    carol.refresh_from_db()
    assert conversation.open_direct(alice, [bob]) == room
    assert browser_of(alice).get(f"/direct/?with={bob.pk}").headers["Location"] == room.get_absolute_url()
    with pytest.raises(ValidationError) as refusal:
        conversation.open_direct(alice, [carol])
    assert refusal.value.code == "unreachable"


def test_others_neither_find_nor_enter_it(carol: User, pair: Room) -> None:
    browser = browser_of(carol)
    assert browser.get(f"/rooms/{pair.pk}/").status_code == 403
    assert browser.post(f"/rooms/{pair.pk}/join/").status_code == 403
    assert "Alice" not in browser.get("/").text
    assert "Alice" not in browser.get(f"/rooms/{pair.pk}/").text


@pytest.mark.parametrize("action", [action for action, rule in roles.RULES.items() if not rule.in_direct])
def test_what_is_done_with_rooms_is_not_done_with_it(alice: User, pair: Room, action: str) -> None:
    with pytest.raises(access.MayNotHere, match="exactly these people"):
        access.enter_to(action, alice, pair.pk)


def test_it_is_not_left_and_nobody_is_added(alice: User, carol: User, pair: Room) -> None:
    assert browser_of(alice).post(f"/rooms/{pair.pk}/leave/").status_code == 403
    assert access.is_member(alice.pk, pair.pk)
    with pytest.raises(ValidationError, match="Nobody can be added"):
        conversation.add_member(pair.pk, carol)


def test_it_never_becomes_a_room_nor_a_room_one(general: Room, alice: User, pair: Room) -> None:
    for room, kind in ((pair, "open"), (pair, "private"), (general, "direct")):
        with pytest.raises(ValidationError) as refusal:
            conversation.change_room(room.pk, kind=kind)
        assert refusal.value.code == "direct"
    with pytest.raises(ValidationError):
        conversation.create_room("Two", alice, "direct")
    assert browser_of(alice).post(f"/rooms/{pair.pk}/settings/kind/", {"kind": "open"}).status_code == 403


def test_people_of_one_name_may_have_conversations_and_rooms_their_name(alice: User, bob: User, pair: Room) -> None:
    conversation.open_direct(alice, [User.objects.create_user("bob2", display_name="Bob")])
    assert list(Room.objects.values_list("name", flat=True)) == ["Alice, Bob"] * 2
    answer = browser_of(alice).post("/rooms/new/", {"name": "Alice, Bob", "kind": "open"})
    assert answer.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_new_name_shows_on_open_pages_and_the_next(alice: User, bob: User, pair: Room) -> None:
    def rename() -> None:
        bob.display_name = "Robert"
        people.save(bob)

    seen = see(alice, pair, rename, "Robert")
    assert f".named[data-person='{bob.pk}']" in seen.text
    assert 'id="room-name"' not in seen.text
    assert ">Robert</bdi>" in browser_of(alice).get(f"/rooms/{pair.pk}/").text


def test_the_list_of_rooms_asks_no_more_for_them(
    general: Room, alice: User, bob: User, carol: User, django_assert_num_queries
) -> None:
    browser = browser_of(alice)
    browser.get(f"/rooms/{general.pk}/")
    with CaptureQueriesContext(connection) as before:
        browser.get(f"/rooms/{general.pk}/")
    conversation.open_direct(alice, [bob])
    conversation.open_direct(alice, [bob, carol])
    with django_assert_num_queries(len(before)):
        assert "Carol" in browser.get(f"/rooms/{general.pk}/").text
