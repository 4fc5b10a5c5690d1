"""A person's new name shows on open pages as it would after a reload, on what they have said before, too."""

import pytest

from accounts import people
from accounts.models import User
from rooms import conversation
from rooms.feed.changes import changes_since
from rooms.models import Membership, Room
from rooms.tests.watching import browser_of, see


@pytest.fixture
def room(alice: User, bob: User) -> Room:
    room = conversation.create_room("General", alice)
    conversation.add_member(room.pk, bob)
    conversation.post(room.pk, bob, "hello", "a-nonce-of-bob")
    room.refresh_from_db()
    return room


def rename(user: User, name: str) -> None:
    user.display_name = name
    people.save(user)


def names_for(user: User, name: str) -> str:
    names = f"#scroller .message[data-author='{user.pk}'] :is(.author, .actor)"
    return f"""hx-target="{names}" hx-swap="textContent">{name}</hx-partial>"""


@pytest.mark.django_db(transaction=True)
def test_a_name_changed_in_the_preferences_shows_on_others_pages(alice: User, bob: User, room: Room) -> None:
    form = browser_of(bob).get("/accounts/preferences/").context["form"].initial | {"display_name": "Robert <3"}
    form = {name: value for name, value in form.items() if value is not None}
    seen = see(alice, room, lambda: browser_of(bob).post("/accounts/preferences/", form), "Robert")
    assert names_for(bob, "Robert &lt;3") in seen.text
    assert ">R</span>" in seen.text
    assert ">Robert &lt;3</span>" in seen.text


@pytest.mark.django_db(transaction=True)
def test_a_name_changed_in_admin_shows_on_open_pages(alice: User, bob: User, room: Room) -> None:
    admin = browser_of(User.objects.create_superuser("admin"))

    def act() -> None:
        address = f"/admin/accounts/user/{bob.pk}/change/"
        form = admin.get(address).context["adminform"].form
        typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
        assert admin.post(address, {**typed, "display_name": "Robert"}).status_code == 302

    assert names_for(bob, "Robert") in see(alice, room, act, "Robert").text


@pytest.mark.django_db(transaction=True)
def test_a_page_that_was_away_learns_the_new_name(alice: User, bob: User, room: Room) -> None:
    away_since = room.version
    rename(bob, "Robert")
    conversation.post(room.pk, alice, "who is that?", "a-nonce-of-alice")
    assert names_for(bob, "Robert") in see(alice, room, lambda: None, "Robert", since=away_since).text


def test_each_room_takes_one_version_and_only_what_is_newer_is_sent(alice: User, bob: User, room: Room) -> None:
    kitchen = conversation.create_room("Kitchen", alice)
    before = room.version
    rename(bob, "Robert")
    rename(bob, "Bobby")
    room.refresh_from_db()
    kitchen.refresh_from_db()
    assert (room.version, room.details_version, kitchen.version) == (before + 2, before + 2, 0)
    assert [user.name for user in changes_since(room.pk, before).renamed] == ["Bobby"]
    assert changes_since(room.pk, room.version).renamed == []


def test_somebody_who_has_left_is_renamed_on_what_they_said(bob: User, room: Room) -> None:
    conversation.leave(Membership.objects.get(user=bob))
    room.refresh_from_db()
    rename(bob, "Robert")
    assert [user.name for user in changes_since(room.pk, room.version).renamed] == ["Robert"]


def test_other_changes_of_a_person_wake_nobody(bob: User, room: Room) -> None:
    bob.time_zone = "Asia/Tokyo"
    people.save(bob)
    before = room.version
    room.refresh_from_db()
    assert room.version == before
    bob.refresh_from_db()
    assert bob.time_zone == "Asia/Tokyo"


def test_who_has_no_display_name_is_renamed_with_their_user_name(bob: User, room: Room) -> None:
    rename(bob, "")
    room.refresh_from_db()
    bob.username = "robert"
    people.save(bob)
    assert [user.name for user in changes_since(room.pk, room.version).renamed] == ["robert"]
