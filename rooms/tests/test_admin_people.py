"""What an admin does to a person who is in rooms."""

import pytest
from django.test import Client

from accounts.models import User
from rooms import conversation
from rooms.consumers import CLOSE_CODES
from rooms.models import Membership, Room
from rooms.tests.watching import browser_of, see

PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def room(general: Room) -> Room:
    return general


@pytest.fixture
def browser(db: None) -> Client:
    return browser_of(User.objects.create_superuser("admin"))


@pytest.mark.parametrize("how", ["one", "selected"])
def test_somebody_who_has_written_is_not_deleted_and_it_says_why(
    browser: Client, bob: User, room: Room, how: str
) -> None:
    for number in range(3):
        conversation.post(room.pk, bob, f"word {number}", f"nonce-{number}")
    if how == "one":
        answer = browser.post(f"{PEOPLE}{bob.pk}/delete/", {"post": "yes"})
    else:
        form = {"action": "delete_selected", "_selected_action": [str(bob.pk)], "post": "yes"}
        answer = browser.post(PEOPLE, form)
    page = answer.content.decode()
    assert "Bob has 3 messages here. Deactivate instead of deleting." in page
    assert "would require deleting" not in page
    assert User.objects.filter(pk=bob.pk).exists()
    assert Membership.objects.filter(user=bob).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["one", "selected"])
def test_somebody_deleted_leaves_the_lists_of_members_on_open_pages(
    browser: Client, alice: User, bob: User, room: Room, how: str
) -> None:
    def delete() -> None:
        if how == "one":
            browser.post(f"{PEOPLE}{bob.pk}/delete/", {"post": "yes"})
        else:
            form = {"action": "delete_selected", "_selected_action": [str(bob.pk)], "post": "yes"}
            browser.post(PEOPLE, form)

    seen = see(alice, room, delete, 'id="members"')
    assert ">Alice</span>" in seen.text
    assert ">Bob</span>" not in seen.text
    assert not User.objects.filter(pk=bob.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_somebody_deleted_loses_their_own_open_page(browser: Client, bob: User, room: Room) -> None:
    see(bob, room, lambda: browser.post(f"{PEOPLE}{bob.pk}/delete/", {"post": "yes"}), CLOSE_CODES["removed"])


def test_deactivating_and_its_opposite_are_one_box(browser: Client, bob: User) -> None:
    address = f"{PEOPLE}{bob.pk}/change/"
    for active in (False, True):
        typed = {"username": "bob", "display_name": "Bob", "time_zone": "UTC", "language": "en"}
        answer = browser.post(address, typed | ({"is_active": "on"} if active else {}))
        assert answer.status_code == 302
        bob.refresh_from_db()
        assert bob.is_active is active


def test_a_person_is_made(browser: Client) -> None:
    answer = browser.post(
        f"{PEOPLE}add/",
        {
            "username": "carol",
            "display_name": "Carol",
            "email": "carol@example.com",
            "usable_password": "true",
            "password1": "a long enough one",
            "password2": "a long enough one",
        },
    )
    carol = User.objects.get(username="carol")
    assert answer.status_code == 302
    assert (carol.name, carol.email, carol.check_password("a long enough one")) == ("Carol", "carol@example.com", True)
