"""Asking people into a room by name, and what they answer."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from rooms import access, conversation
from rooms.models import Invitation, Message, Room

from .watching import browser_of, see

HTMX = {"HX-Request": "true"}


@pytest.fixture
def private(general: Room) -> Room:
    """General, which is private, with Alice its owner and Bob a member."""
    return conversation.change_room(general.pk, kind="private")


def test_who_is_invited_finds_it_at_home_and_accepts(private: Room, alice: User, carol: User) -> None:
    answer = browser_of(alice).post(f"/rooms/{private.pk}/invitations/people/", {"people": "@carol"}, follow=True)
    assert "Carol is invited." in answer.text
    assert "@carol" in answer.text
    browser = browser_of(carol)
    home = browser.get("/").text
    assert "Alice invites you." in home
    assert "Accept the invitation to General" in home
    assert "You are invited to this room." in browser.get(f"/rooms/{private.pk}/").text
    answer = browser.post(f"/rooms/{private.pk}/invitation/accept/")
    assert answer.headers["Location"] == private.get_absolute_url()
    assert access.is_member(carol.pk, private.pk)
    assert not Invitation.objects.exists()
    assert "invites you" not in browser.get("/").text


def test_who_declines_is_not_in_the_room(private: Room, alice: User, carol: User) -> None:
    conversation.invite(private.pk, alice, carol)
    browser = browser_of(carol)
    browser.post(f"/rooms/{private.pk}/invitation/decline/")
    assert not access.is_member(carol.pk, private.pk)
    assert browser.post(f"/rooms/{private.pk}/invitation/accept/").status_code == 404


def test_what_is_taken_back_leads_nowhere(private: Room, alice: User, carol: User) -> None:
    invitation = conversation.invite(private.pk, alice, carol)
    answer = browser_of(alice).post(f"/rooms/{private.pk}/invitations/people/{carol.pk}/withdraw/", follow=True)
    assert "The invitation is taken back." in answer.text
    with pytest.raises(ValidationError) as refusal:
        conversation.accept(invitation)
    assert refusal.value.code == "gone"
    assert browser_of(carol).post(f"/rooms/{private.pk}/invitation/accept/").status_code == 404
    assert not access.is_member(carol.pk, private.pk)


def test_nobody_answers_for_somebody_else(private: Room, alice: User, carol: User) -> None:
    conversation.invite(private.pk, alice, carol)
    dora = User.objects.create_user("dora")
    for what in ("accept", "decline"):
        assert browser_of(dora).post(f"/rooms/{private.pk}/invitation/{what}/").status_code == 404
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Name somebody beside yourself."),
        ("zoe", "There is nobody called zoe here."),
        ("bob", "Bob is in this room."),
        ("gone", "There is nobody called gone here."),
    ],
)
def test_what_can_not_be_is_said_where_it_was_typed(private: Room, alice: User, typed: str, said: str) -> None:
    User.objects.create_user("gone", is_active=False)
    answer = browser_of(alice).post(f"/rooms/{private.pk}/invitations/people/", {"people": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert answer.context["people_form"]["people"].value() == typed
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("address", ["", "people/", "links/", "people/1/withdraw/", "links/1/revoke/"])
def test_members_and_strangers_invite_nobody(private: Room, bob: User, carol: User, address: str) -> None:
    for person in (bob, carol):
        browser = browser_of(person)
        ask = browser.post if address else browser.get
        answer = ask(f"/rooms/{private.pk}/invitations/{address}", {"people": "carol", "hours": "1"})
        assert answer.status_code == 403
    assert not Invitation.objects.exists()


def test_nobody_is_invited_to_an_archived_room_or_a_direct_one(
    private: Room, alice: User, bob: User, carol: User
) -> None:
    conversation.archive(private.pk)
    direct = conversation.open_direct(alice, [bob])
    for room in (private, direct):
        with pytest.raises(access.MayNotHere):
            conversation.invite(room.pk, alice, carol)


def test_somebody_is_asked_once(private: Room, alice: User, carol: User) -> None:
    assert conversation.invite(private.pk, alice, carol) == conversation.invite(private.pk, alice, carol)


def test_who_comes_another_way_is_no_longer_asked(general: Room, alice: User, carol: User) -> None:
    conversation.invite(general.pk, alice, carol)
    conversation.join(general, carol)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_command_invites(private: Room, alice: User, carol: User, headers: dict[str, str]) -> None:
    typed = {"body": "/invite @carol", "nonce": "nonce-of-a-send", "composer": "nonce-of-a-send"}
    answer = browser_of(alice).post(f"/rooms/{private.pk}/messages/", typed, headers=headers)
    assert answer.status_code == 200
    assert "Invited: Carol." in answer.text
    assert Invitation.objects.get().user == carol
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("who", "typed", "said"),
    [
        ("alice", "/invite", "Write whom to invite"),
        ("alice", "/invite @zoe", "There is nobody called zoe here."),
        ("alice", "/invite @bob", "Bob is in this room."),
        ("bob", "/invite @carol", "Only the room&#x27;s owners and moderators can invite people."),
    ],
)
def test_what_a_command_can_not_stays_typed(private: Room, carol: User, who: str, typed: str, said: str) -> None:
    form = {"body": typed, "nonce": "nonce-of-a-send", "composer": "nonce-of-a-send"}
    answer = browser_of(User.objects.get(username=who)).post(f"/rooms/{private.pk}/messages/", form)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed}"' in answer.text
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_accepts_shows_on_open_pages(private: Room, alice: User, carol: User) -> None:
    invitation = conversation.invite(private.pk, alice, carol)
    seen = see(alice, private, lambda: conversation.accept(invitation), ">Carol</span>")
    assert 'id="members"' in seen.text


def test_home_asks_no_more_for_many_invitations(alice: User, carol: User, django_assert_num_queries) -> None:
    browser = browser_of(carol)
    conversation.invite(conversation.create_room("Room 0", alice, "private").pk, alice, carol)
    # The session, the person, my rooms, those to join, and the invitations.
    with django_assert_num_queries(6):
        browser.get("/")
    for number in range(1, 6):
        conversation.invite(conversation.create_room(f"Room {number}", alice, "private").pk, alice, carol)
    with django_assert_num_queries(6):
        assert "Room 5" in browser.get("/").text
