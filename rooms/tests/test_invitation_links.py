"""Links that lead into a room: until they expire, are used up or are revoked; also by way of signing up."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from rooms import access, conversation
from rooms.models import InvitationLink, Room

from .watching import browser_of

NEW = {
    "username": "dora",
    "email": "dora@example.com",
    "password1": "a quite long one",
    "password2": "a quite long one",
}


@pytest.fixture
def link(general: Room, alice: User) -> InvitationLink:
    """A link for a week and two people into General, which is private."""
    conversation.change_room(general.pk, kind="private", topic="Lunch")
    return conversation.make_link(general.pk, alice, 24 * 7, 2)


def test_a_link_is_made_shown_and_revoked(general: Room, alice: User) -> None:
    browser, address = browser_of(alice), f"/rooms/{general.pk}/invitations/"
    page = browser.post(f"{address}links/", {"hours": "24", "most_uses": "5"}, follow=True).text
    link = InvitationLink.objects.get()
    assert f'value="http://testserver/invitations/{link.token}/"' in page
    assert "used 0 of 5 times" in page
    assert timedelta(hours=23) < link.expires - timezone.now() <= timedelta(hours=24)
    assert len(link.token) >= 32
    page = browser.post(f"{address}links/{link.pk}/revoke/", follow=True).text
    assert link.token not in page
    assert InvitationLink.objects.get().why_not == "revoked"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"hours": "5"}, "hours"),
        ({"hours": "24", "most_uses": "0"}, "most_uses"),
        ({"hours": "24", "most_uses": "x"}, "most_uses"),
    ],
)
def test_what_can_not_be_is_said_beside_the_field(
    general: Room, alice: User, typed: dict[str, str], field: str
) -> None:
    answer = browser_of(alice).post(f"/rooms/{general.pk}/invitations/links/", typed)
    assert answer.status_code == 422
    assert answer.context["link_form"].errors.keys() == {field}
    assert not InvitationLink.objects.exists()


def test_a_room_has_not_too_many(general: Room, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rooms.conversation.invitations.MOST_LINKS", 1)
    conversation.make_link(general.pk, alice, 1, None)
    answer = browser_of(alice).post(f"/rooms/{general.pk}/invitations/links/", {"hours": "24"})
    assert answer.status_code == 422
    assert "This room has 1 links already." in answer.text


def test_somebody_with_an_account_joins_by_it(link: InvitationLink, carol: User) -> None:
    browser = browser_of(carol)
    page = browser.get(link.get_absolute_url()).text
    assert "Come to General" in page
    assert "Alice invites you." in page
    assert "Lunch" in page
    assert not access.is_member(carol.pk, link.room_id)
    answer = browser.post(link.get_absolute_url())
    assert answer.headers["Location"] == link.room.get_absolute_url()
    assert access.is_member(carol.pk, link.room_id)
    # A second time it leads to the room, and takes no use away.
    assert browser.get(link.get_absolute_url()).headers["Location"] == link.room.get_absolute_url()
    link.refresh_from_db()
    assert link.uses == 1


def test_who_signs_up_by_it_lands_in_the_room(link: InvitationLink) -> None:
    browser = Client()
    assert "Sign up to join" in browser.get(link.get_absolute_url()).text
    answer = browser.post(link.get_absolute_url(), {"sign-up": "yes"})
    assert answer.headers["Location"] == f"/accounts/signup/?next={link.get_absolute_url()}"
    answer = browser.post(answer.headers["Location"], NEW | {"next": link.get_absolute_url()}, follow=True)
    assert answer.redirect_chain[-1][0] == link.room.get_absolute_url()
    assert access.is_member(User.objects.get(username="dora").pk, link.room_id)


def test_who_signs_in_by_it_lands_in_the_room(link: InvitationLink, carol: User) -> None:
    browser = Client()
    answer = browser.post(link.get_absolute_url(), {"sign-in": "yes"})
    assert answer.headers["Location"].startswith("/accounts/login/")
    answer = browser.post("/accounts/login/", {"login": "carol", "password": "parley-demo"}, follow=True)
    assert answer.redirect_chain[-1][0] == link.room.get_absolute_url()


def test_the_way_by_a_mail_ends_in_the_room_too(link: InvitationLink, settings, mailoutbox) -> None:
    import re

    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    browser = Client()
    door = browser.post(link.get_absolute_url(), {"sign-up": "yes"}).headers["Location"]
    browser.post(door, NEW | {"next": link.get_absolute_url()})
    found = re.search(r"/accounts/confirm-email/\S+", str(mailoutbox[0].body))
    assert found
    answer = browser.post(found[0], follow=True)
    if answer.request["PATH_INFO"] != link.room.get_absolute_url():
        answer = browser.post("/accounts/login/", {"login": "dora", "password": NEW["password1"]}, follow=True)
    assert answer.redirect_chain[-1][0] == link.room.get_absolute_url()


def test_signing_up_leads_home_where_there_was_no_link(db: None) -> None:
    assert Client().post("/accounts/signup/", NEW).headers["Location"] == "/"


def test_being_led_to_its_page_lets_nobody_in(link: InvitationLink, carol: User) -> None:
    browser = browser_of(carol)
    for _ in range(2):
        assert browser.get(link.get_absolute_url()).status_code == 200
    assert not access.is_member(carol.pk, link.room_id)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"expires": timezone.now() - timedelta(minutes=1)}, "It has expired."),
        ({"uses": 2}, "As many people as it was for have used it."),
        ({"revoked": timezone.now()}, "It was revoked."),
    ],
)
def test_a_link_that_is_over_says_why(link: InvitationLink, carol: User, change: dict[str, object], said: str) -> None:
    InvitationLink.objects.update(**change)
    for browser in (browser_of(carol), Client()):
        for ask in (browser.get, browser.post):
            answer = ask(link.get_absolute_url())
            assert answer.status_code == 410
            assert said in answer.text
            assert "General" not in answer.text
    assert not access.is_member(carol.pk, link.room_id)


def test_a_link_that_there_never_was_is_not_found(db: None) -> None:
    assert Client().get("/invitations/nothing-like-this/").status_code == 404


def test_the_last_use_is_one_persons(link: InvitationLink, carol: User) -> None:
    InvitationLink.objects.update(uses=1)
    # Both have read it as it was before either came in.
    mine, theirs = InvitationLink.objects.get(), InvitationLink.objects.get()
    conversation.use_link(mine, carol)
    with pytest.raises(ValidationError) as refusal:
        conversation.use_link(theirs, User.objects.create_user("dora"))
    assert refusal.value.code == "used_up"
    room = Room.objects.get()
    assert (room.version, room.details_version) == (3, 3)
