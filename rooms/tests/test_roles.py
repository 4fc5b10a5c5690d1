"""Owners, moderators and members: what each may do, and that somebody always owns a room."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from rooms import access, conversation, roles
from rooms.models import Membership, Room

from .watching import browser_of, see


def role_of(user: User, room: Room) -> str:
    return Membership.objects.get(room=room, user=user).role


@pytest.fixture
def club(general: Room, bob: User, carol: User) -> Room:
    """General, with Alice its owner, Bob a moderator and Carol a member."""
    Membership.objects.filter(user=bob).update(role="moderator")
    conversation.add_member(general.pk, carol)
    general.refresh_from_db()
    return general


@pytest.mark.parametrize(("action", "rule"), roles.RULES.items(), ids=list(roles.RULES))
def test_each_action_is_for_its_roles_and_refused_to_others_in_words(
    club: Room, alice: User, bob: User, carol: User, action: str, rule: roles.Rule
) -> None:
    for person, role in ((alice, "owner"), (bob, "moderator"), (carol, "member")):
        if role in rule.roles:
            assert access.enter_to(action, person, club.pk).membership.role == role
        else:
            with pytest.raises(access.MayNotHere) as refusal:
                access.enter_to(action, person, club.pk)
            assert refusal.value.reason.startswith("Only the room's owners")


@pytest.mark.parametrize("action", roles.RULES)
def test_nothing_is_for_those_outside(general: Room, carol: User, action: str) -> None:
    with pytest.raises(access.NotAMember):
        access.enter_to(action, carol, general.pk)


def test_the_table_in_the_docs_is_the_one_that_holds() -> None:
    rows = re.findall(r"^\| .*? \| `(\w+)` \| (.*) \|$", Path("docs/roles.md").read_text(), re.MULTILINE)
    documented = {action: [cell.strip() for cell in cells.split("|")] for action, cells in rows}
    yes = {True: "yes", False: "no"}
    assert documented == {
        action: [*(yes[role in rule.roles] for role in roles.EVERYBODY), yes[rule.in_archive], yes[rule.in_direct]]
        for action, rule in roles.RULES.items()
    }


def test_owners_say_who_is_what(club: Room, alice: User, carol: User) -> None:
    browser = browser_of(alice)
    for role in ("moderator", "owner", "member"):
        answer = browser.post(f"/rooms/{club.pk}/people/{carol.pk}/role/", {"role": role}, follow=True)
        assert role_of(carol, club) == role
        assert f"Carol is {'an' if role == 'owner' else 'a'} {role} now." in answer.text


def test_a_role_that_there_is_not_is_refused(club: Room, alice: User, carol: User) -> None:
    answer = browser_of(alice).post(f"/rooms/{club.pk}/people/{carol.pk}/role/", {"role": "king"})
    assert (answer.status_code, role_of(carol, club)) == (422, "member")
    assert "There is no such role." in answer.text


@pytest.mark.parametrize("what", ["role/", "hand-over/", "remove/"])
def test_moderators_and_members_can_not_do_what_owners_do(club: Room, bob: User, carol: User, what: str) -> None:
    for person, other in ((bob, User.objects.get(username="alice")), (carol, bob)):
        answer = browser_of(person).post(f"/rooms/{club.pk}/people/{other.pk}/{what}", {"role": "member"})
        assert answer.status_code == 403
        assert "nly " in answer.text
    assert Membership.objects.filter(room=club).count() == 3


def test_moderators_remove_members_but_not_each_other(club: Room, alice: User, bob: User, carol: User) -> None:
    with pytest.raises(access.MayNotHere, match="only owners can remove owners and moderators"):
        conversation.expel(club.pk, bob, alice.pk)
    with pytest.raises(access.MayNotHere, match="leave the room"):
        conversation.expel(club.pk, bob, bob.pk)
    browser_of(bob).post(f"/rooms/{club.pk}/people/{carol.pk}/remove/")
    assert not access.is_member(carol.pk, club.pk)


def test_a_room_is_handed_over(club: Room, alice: User, carol: User) -> None:
    browser = browser_of(alice)
    address = f"/rooms/{club.pk}/people/{carol.pk}/hand-over/"
    assert "Hand General over to Carol?" in browser.get(address).text
    assert "Carol is the owner now, and you are a moderator." in browser.post(address, follow=True).text
    assert (role_of(carol, club), role_of(alice, club)) == ("owner", "moderator")
    assert browser.post(address).status_code == 403


def test_nobody_hands_over_to_themselves_or_to_strangers(club: Room, alice: User) -> None:
    browser = browser_of(alice)
    assert browser.post(f"/rooms/{club.pk}/people/{alice.pk}/hand-over/").status_code == 422
    stranger = User.objects.create_user("dora")
    assert browser.post(f"/rooms/{club.pk}/people/{stranger.pk}/hand-over/").status_code == 404
    assert role_of(alice, club) == "owner"


def test_the_last_owner_can_not_just_leave(club: Room, alice: User, bob: User) -> None:
    browser = browser_of(alice)
    answer = browser.post(f"/rooms/{club.pk}/leave/")
    assert answer.status_code == 422
    assert "Make somebody else owner first" in answer.text
    with pytest.raises(ValidationError) as refusal:
        conversation.set_role(club.pk, alice, alice.pk, "member")
    assert refusal.value.code == "last_owner"
    conversation.set_role(club.pk, alice, bob.pk, "owner")
    assert browser.post(f"/rooms/{club.pk}/leave/").status_code == 302
    assert not access.is_member(alice.pk, club.pk)
    club.refresh_from_db()
    assert (club.version, club.details_version) == (4, 4)


def test_what_changes_nothing_takes_no_version(club: Room, alice: User, carol: User) -> None:
    conversation.set_role(club.pk, alice, carol.pk, "member")
    assert (Room.objects.get().version, Room.objects.get().details_version) == (club.version, club.details_version)


def test_the_people_page_shows_to_each_what_they_can_do(club: Room, alice: User, bob: User, carol: User) -> None:
    pages = {
        person.username: browser_of(person).get(f"/rooms/{club.pk}/people/").text for person in (alice, bob, carol)
    }
    assert "Make Carol a moderator" in pages["alice"]
    assert "Hand this room over to Carol" in pages["alice"]
    assert "Remove Bob" in pages["alice"]
    assert "Remove Carol" in pages["bob"]
    assert "Remove Alice" not in pages["bob"]
    assert "Make Carol" not in pages["bob"]
    assert "Remove" not in pages["carol"]
    assert "@alice" in pages["carol"]


def test_it_takes_as_many_queries_for_many_as_for_few(club: Room, alice: User, django_assert_num_queries) -> None:
    browser = browser_of(alice)
    for number in range(10):
        conversation.add_member(club.pk, User.objects.create_user(f"guest{number}"))
    # The session, the person, the membership, how many there are, and they themselves.
    with django_assert_num_queries(6):
        assert browser.get(f"/rooms/{club.pk}/people/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_open_pages_show_who_is_what(club: Room, alice: User, carol: User) -> None:
    seen = see(alice, club, lambda: conversation.set_role(club.pk, alice, carol.pk, "moderator"), "Moderator</small>")
    assert 'id="members"' in seen.text


@pytest.mark.django_db(transaction=True)
def test_who_is_removed_loses_the_open_page(club: Room, bob: User, carol: User) -> None:
    seen = see(carol, club, lambda: conversation.expel(club.pk, bob, carol.pk), until=4403)
    assert "You are no longer a member of this room." in seen.text
