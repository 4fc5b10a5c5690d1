"""What an admin does to rooms and memberships shows on open pages at once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from rooms import conversation
from rooms.consumers import CLOSE_CODES
from rooms.models import Invitation, Membership, Message, Room
from rooms.tests.watching import browser_of, see

ROOMS = "/admin/rooms/room/"
MEMBERSHIPS = "/admin/rooms/membership/"


@pytest.fixture
def room(alice: User) -> Room:
    return conversation.create_room("General", alice)


@pytest.fixture
def browser(db: None) -> Client:
    return browser_of(User.objects.create_superuser("admin"))


def test_a_room_is_made(browser: Client) -> None:
    browser.post(f"{ROOMS}add/", {"name": "  Kitchen ", "kind": "private"})
    assert Room.objects.values_list("name", "kind").get() == ("Kitchen", "private")


def test_a_room_may_let_people_edit_for_a_time(browser: Client, room: Room) -> None:
    for minutes, stored in (("15", 15), ("", None)):
        browser.post(f"{ROOMS}{room.pk}/change/", {"name": "General", "kind": "open", "edit_minutes": minutes})
        room.refresh_from_db()
        assert room.edit_minutes == stored
    browser.post(f"{ROOMS}add/", {"name": "Kitchen", "kind": "private", "edit_minutes": "5"})
    assert Room.objects.get(name="Kitchen").edit_minutes == 5


@pytest.mark.parametrize("name", ["", "general", "x" * 61], ids=["empty", "taken", "too long"])
def test_a_name_that_can_not_be_is_refused_beside_the_field(browser: Client, room: Room, name: str) -> None:
    answer = browser.post(f"{ROOMS}add/", {"name": name, "kind": "open"})
    form = answer.context["adminform"].form
    assert answer.status_code == 200
    assert form.errors.get("name") or form.non_field_errors()
    assert form["name"].value() == name
    assert Room.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_name_shows_on_open_pages(browser: Client, alice: User, room: Room) -> None:
    def rename() -> None:
        browser.post(f"{ROOMS}{room.pk}/change/", {"name": "Agora", "kind": "open"})

    seen = see(alice, room, rename, "Agora")
    room.refresh_from_db()
    assert 'id="room-name"' in seen.text
    assert (room.name, room.version) == ("Agora", 1)


@pytest.mark.django_db(transaction=True)
def test_a_deleted_room_ends_its_open_pages(browser: Client, alice: User, room: Room) -> None:
    conversation.post(room.pk, alice, "hello", "a-nonce-of-alice")
    room.refresh_from_db()
    seen = see(
        alice, room, lambda: browser.post(f"{ROOMS}{room.pk}/delete/", {"post": "yes"}), until=CLOSE_CODES["gone"]
    )
    assert "This room is no longer there." in seen.text
    assert (Room.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_rooms_deleted_together_end_their_open_pages(browser: Client, alice: User, room: Room) -> None:
    form = {"action": "delete_selected", "_selected_action": [str(room.pk)], "post": "yes"}
    assert see(alice, room, lambda: browser.post(ROOMS, form), until=CLOSE_CODES["gone"]).closed
    assert not Room.objects.exists()


def test_before_a_room_is_deleted_its_messages_are_counted_not_listed(browser: Client, alice: User, room: Room) -> None:
    for number in range(3):
        conversation.post(room.pk, alice, f"said {number}", f"nonce-{number}")
    page = browser.get(f"{ROOMS}{room.pk}/delete/").content.decode()
    assert "Messages: 3" in page
    assert "m1 by" not in page


@pytest.mark.django_db(transaction=True)
def test_a_member_added_shows_on_open_pages(browser: Client, alice: User, bob: User, room: Room) -> None:
    def add() -> None:
        form = {"room": room.pk, "user": bob.pk, "role": "moderator", "notification_level": "everything"}
        browser.post(f"{MEMBERSHIPS}add/", form)

    assert ">Bob</span>" in see(alice, room, add, "Bob").text
    added = Membership.objects.get(user=bob)
    assert (added.role, added.notification_level) == ("moderator", "everything")


def test_a_second_membership_is_refused(browser: Client, alice: User, room: Room) -> None:
    form = {"room": room.pk, "user": alice.pk, "role": "member", "notification_level": "mentions"}
    answer = browser.post(f"{MEMBERSHIPS}add/", form)
    assert "already exists" in answer.content.decode()
    assert Membership.objects.get().role == Membership.Role.OWNER


def test_a_role_is_changed_as_one_version_of_the_room(browser: Client, alice: User, bob: User, room: Room) -> None:
    membership = Membership.objects.get()
    form = {"role": "member", "notification_level": "nothing", "user": bob.pk}
    browser.post(f"{MEMBERSHIPS}{membership.pk}/change/", form)
    membership.refresh_from_db()
    room.refresh_from_db()
    assert (membership.user, membership.role, membership.notification_level) == (alice, "member", "nothing")
    assert (room.version, room.details_version) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["one", "selected"])
def test_a_member_removed_loses_the_open_page(browser: Client, alice: User, room: Room, how: str) -> None:
    membership = Membership.objects.get()

    def remove() -> None:
        if how == "one":
            browser.post(f"{MEMBERSHIPS}{membership.pk}/delete/", {"post": "yes"})
        else:
            form = {"action": "delete_selected", "_selected_action": [str(membership.pk)], "post": "yes"}
            browser.post(MEMBERSHIPS, form)

    seen = see(alice, room, remove, until=CLOSE_CODES["removed"])
    assert "You are no longer a member of this room." in seen.text
    assert not Membership.objects.exists()


@pytest.mark.parametrize("address", [ROOMS, MEMBERSHIPS])
def test_the_lists_take_as_many_queries_for_many_as_for_few(browser: Client, alice: User, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    conversation.create_room("Room 0", alice)
    few = queries()
    for number in range(1, 20):
        conversation.create_room(f"Room {number}", User.objects.create_user(f"bob{number}"))
    assert queries() == few


def test_a_room_leads_to_its_members_and_messages(browser: Client, alice: User, bob: User, room: Room) -> None:
    conversation.create_room("Kitchen", bob)
    page = browser.get(ROOMS).content.decode()
    for model, count in (("membership", 1), ("message", 0)):
        address = f"/admin/rooms/{model}/?room__id__exact={room.pk}"
        assert address in page
        assert browser.get(address).context["cl"].result_count == count


@pytest.mark.django_db(transaction=True)
def test_a_deleted_room_ends_its_pages_even_when_the_wake_up_is_lost(
    alice: User, room: Room, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.FEED_HEARTBEAT_SECONDS = 1
    monkeypatch.setattr("rooms.conversation.rooms.wake_room", lambda room_id, version: None)
    seen = see(alice, room, lambda: conversation.delete_room(room.pk), until=CLOSE_CODES["gone"])
    assert "This room is no longer there." in seen.text


def test_topic_and_description_are_given_here_too(browser: Client, room: Room) -> None:
    for address in (f"{ROOMS}{room.pk}/change/", f"{ROOMS}add/"):
        typed = {
            "name": "Agora" if "add" in address else "General",
            "kind": "open",
            "topic": "Tea",
            "description": "Of it",
        }
        browser.post(address, typed)
    assert set(Room.objects.values_list("name", "topic", "description")) == {
        ("General", "Tea", "Of it"),
        ("Agora", "Tea", "Of it"),
    }


def test_rooms_are_archived_and_taken_out_again(browser: Client, alice: User, bob: User, room: Room) -> None:
    direct = conversation.open_direct(alice, [bob])
    for action, archived in (("archive", True), ("unarchive", False)):
        browser.post(ROOMS, {"action": action, "_selected_action": [str(room.pk), str(direct.pk)]})
        room.refresh_from_db()
        direct.refresh_from_db()
        assert (bool(room.archived), direct.archived) == (archived, None)


def test_a_direct_conversation_is_neither_made_nor_changed_here(
    browser: Client, alice: User, bob: User, room: Room
) -> None:
    direct = conversation.open_direct(alice, [bob])
    assert 'value="direct"' not in browser.get(f"{ROOMS}add/").content.decode()
    browser.post(f"{ROOMS}{direct.pk}/change/", {"name": "Mine", "kind": "open", "topic": "Tea"})
    browser.post(f"{ROOMS}add/", {"name": "Two", "kind": "direct"})
    browser.post(f"{ROOMS}{room.pk}/change/", {"name": "General", "kind": "direct"})
    assert set(Room.objects.values_list("name", "kind", "topic")) == {
        ("General", "open", ""),
        ("Alice, Bob", "direct", ""),
    }


def test_nobody_is_added_to_a_direct_conversation_here(browser: Client, alice: User, bob: User) -> None:
    direct = conversation.open_direct(alice, [bob])
    carol = User.objects.create_user("carol")
    form = {"room": direct.pk, "user": carol.pk, "role": "member", "notification_level": "mentions"}
    assert browser.post(f"{MEMBERSHIPS}add/", form).status_code == 200
    conversation.break_glass(direct.pk, User.objects.get(username="admin"), "a test")
    answer = browser.post(f"{MEMBERSHIPS}add/", form, follow=True)
    assert "Nobody can be added to a direct conversation." in answer.content.decode()
    assert direct.users.count() == 2


def test_only_an_open_room_is_made_public_here(browser: Client, room: Room) -> None:
    answer = browser.post(f"{ROOMS}{room.pk}/change/", {"name": "General", "kind": "private", "is_public": "on"})
    assert "Only an open room can be public." in answer.content.decode()
    browser.post(f"{ROOMS}{room.pk}/change/", {"name": "General", "kind": "open", "is_public": "on"})
    assert Room.objects.get().is_public


def test_invitations_are_seen_and_taken_back_here(browser: Client, alice: User, bob: User, room: Room) -> None:
    conversation.invite(room.pk, alice, bob)
    link = conversation.make_link(room.pk, alice, 24, None)
    assert "Bob" in browser.get("/admin/rooms/invitation/").content.decode()
    assert browser.get("/admin/rooms/invitationlink/").status_code == 200
    assert browser.get("/admin/rooms/invitation/add/").status_code == 403
    form = {"action": "delete_selected", "_selected_action": [str(Invitation.objects.get().pk)], "post": "yes"}
    browser.post("/admin/rooms/invitation/", form)
    browser.post("/admin/rooms/invitationlink/", {"action": "revoke", "_selected_action": [str(link.pk)]})
    assert not Invitation.objects.exists()
    link.refresh_from_db()
    assert link.why_not == "revoked"
