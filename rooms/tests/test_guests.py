"""Guests: what anybody reads of public rooms, and that they get nothing else."""

from collections.abc import Callable

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from rooms import access, conversation
from rooms.models import Message, Room

from .files import PDF, sent
from .sockets import open_page
from .watching import browser_of

Say = Callable[..., Message]


@pytest.fixture
def public(general: Room, alice: User, say: Say) -> Room:
    """General, which is public, with two messages of the second of January."""
    first = say(alice, "hello **world**")
    say(alice, "an answer", first)
    Message.objects.update(created="2026-01-02T23:30:00Z")
    return conversation.change_room(general.pk, by=alice, is_public=True, topic="Tea", description="Of <b>it</b>.")


def test_only_an_owner_makes_a_room_public_after_a_warning(general: Room, alice: User, bob: User) -> None:
    conversation.set_role(general.pk, alice, bob.pk, "moderator")
    address = f"/rooms/{general.pk}/settings/public/"
    assert browser_of(bob).post(address, {"public": "yes"}).status_code == 403
    browser = browser_of(alice)
    assert "becomes readable without an account" in browser.get(address).text
    assert not Room.objects.get().is_public
    assert "Anybody can read this room now." in browser.post(address, {"public": "yes"}, follow=True).text
    assert Room.objects.get().is_public
    assert "This room is public: anybody on the web can read it." in browser.get(f"/rooms/{general.pk}/").text
    browser.post(address, {"public": "no"})
    assert not Room.objects.get().is_public


def test_only_an_open_room_can_be_public(general: Room, alice: User, bob: User) -> None:
    conversation.change_room(general.pk, kind="private")
    answer = browser_of(alice).post(f"/rooms/{general.pk}/settings/public/", {"public": "yes"})
    assert answer.status_code == 422
    assert "Only an open room can be public." in answer.text
    direct = conversation.open_direct(alice, [bob])
    with pytest.raises(ValidationError):
        conversation.change_room(direct.pk, is_public=True)
    assert not Room.objects.filter(is_public=True).exists()


def test_guests_read_the_room_day_by_day(public: Room) -> None:
    guest = Client()
    assert f'href="/public/{public.pk}/"' in guest.get("/public/").text
    front = guest.get(f"/public/{public.pk}/").text
    assert "Tea" in front
    assert "Of &lt;b&gt;it" in front
    assert f'href="/public/{public.pk}/2026-01-02/"' in front
    page = guest.get(f"/public/{public.pk}/2026-01-02/").text
    assert "hello <strong>world</strong>" in page
    assert "In reply to Alice:" in page
    assert f'<link rel="canonical" href="http://testserver/public/{public.pk}/2026-01-02/">' in page
    assert "Nothing was said on this day." in guest.get(f"/public/{public.pk}/2026-01-03/").text


def test_everybody_reads_the_same_days(public: Room, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(time_zone="Asia/Kolkata")
    page = browser_of(bob).get(f"/public/{public.pk}/2026-01-02/").text
    assert "hello <strong>world</strong>" in page
    assert ">23:30</time>" in page


def test_guests_get_no_way_to_do_anything(public: Room) -> None:
    page = Client().get(f"/public/{public.pk}/2026-01-02/").text
    for private in ("me.css", "Message actions", "hx-", "<form", "<button", "<script", "/rooms/1/messages", "/files/"):
        assert private not in page


def test_files_and_deleted_words_stay_inside(public: Room, alice: User, say: Say) -> None:
    typed = {"body": "see", "nonce": "nonce-of-a-send", "files": [sent("b.pdf", PDF)]}
    browser_of(alice).post(f"/rooms/{public.pk}/messages/", typed)
    conversation.delete(say(alice, "a slip"))
    Message.objects.update(created="2026-01-02T23:30:00Z")
    guest = Client()
    page = guest.get(f"/public/{public.pk}/2026-01-02/").text
    assert "b.pdf" in page
    assert "a slip" not in page
    file = Message.objects.exclude(files_digest="").get().attachments.get()
    assert guest.get(file.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/me.css",
        "/",
        "/search/?q=hello",
        "/rooms/{room}/pins/",
        "/rooms/{room}/days/",
        "/rooms/{room}/people/",
        "/rooms/{room}/settings/",
        "/rooms/{room}/invitations/",
        "/rooms/{room}/composer/",
        "/rooms/{room}/line/",
        "/rooms/{room}/messages/1/actions/",
        "/rooms/{room}/messages/1/thread/",
        "/rooms/{room}/messages/1/before/",
        "/rooms/{room}/messages/1/history/",
    ],
)
def test_everything_else_asks_guests_to_sign_in(public: Room, address: str) -> None:
    answer = Client().get(address.format(room=public.pk))
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("what", ["messages/", "messages/1/react/", "messages/1/delete/", "join/"])
def test_guests_do_nothing(public: Room, what: str) -> None:
    version = public.version
    answer = Client().post(f"/rooms/{public.pk}/{what}", {"body": "x", "nonce": "nonce-of-a-send", "emoji": "👍"})
    assert answer.headers["Location"].startswith("/accounts/login/?next=")
    assert Room.objects.get().version == version


@pytest.mark.django_db(transaction=True)
def test_the_socket_is_refused_with_its_reason(public: Room) -> None:
    async def story() -> None:
        async with open_page(public.pk, "") as page:
            assert "You are signed out." in await page.frame()
            assert await page.close_code() == 4401

    async_to_sync(story)()


def test_links_of_members_lead_guests_to_the_same_message(public: Room, general: Room, alice: User) -> None:
    guest = Client()
    position = Message.objects.order_by("-position")[0].position
    assert guest.get(f"/rooms/{public.pk}/").headers["Location"] == f"/public/{public.pk}/"
    answer = guest.get(f"/rooms/{public.pk}/messages/{position}/")
    assert answer.headers["Location"] == f"/public/{public.pk}/2026-01-02/?after={position - 1}#m{position}"
    assert f'id="m{position}"' in guest.get(answer.headers["Location"]).text
    assert guest.get(f"/rooms/{public.pk}/messages/999/").status_code == 404


def test_other_rooms_are_as_if_they_were_not_there(general: Room, alice: User, bob: User, say: Say) -> None:
    say(alice, "between us")
    guest = Client()
    direct = conversation.open_direct(alice, [bob])
    for room in (general.pk, direct.pk, 99_999):
        for address in (f"/public/{room}/", f"/public/{room}/2026-01-02/"):
            assert guest.get(address).status_code == 404
        assert guest.get(f"/rooms/{room}/").headers["Location"].startswith("/accounts/login/")
        assert guest.get(f"/rooms/{room}/messages/1/").headers["Location"].startswith("/accounts/login/")
    assert "General" not in guest.get("/public/").text


def test_a_room_that_becomes_private_is_closed_to_guests_at_once(public: Room, alice: User) -> None:
    conversation.change_room(public.pk, by=alice, kind="private")
    assert Client().get(f"/public/{public.pk}/2026-01-02/").status_code == 404
    assert not Room.objects.get().is_public


def test_what_is_read_while_it_is_closed_holds_nothing_said_after(
    public: Room, alice: User, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rooms import people

    read = people.public_room
    told: list[str] = []

    def read_and_be_overtaken(room_id: int) -> Room:
        room = read(room_id)
        if not told:
            told.append("once")
            conversation.change_room(room_id, by=alice, kind="private")
            conversation.edit(Message.objects.get(body="hello **world**"), "only for members")
        return room

    monkeypatch.setattr("rooms.people.public_room", read_and_be_overtaken)
    answer = Client().get(f"/public/{public.pk}/2026-01-02/")
    assert answer.status_code == 404
    assert "only for members" not in answer.text


def test_an_archived_room_stays_public(public: Room, alice: User) -> None:
    conversation.archive(public.pk, alice)
    assert Client().get(f"/public/{public.pk}/2026-01-02/").status_code == 200


def test_who_is_signed_in_and_no_member_may_read_without_joining(public: Room, carol: User) -> None:
    assert "Read without joining" in browser_of(carol).get(f"/rooms/{public.pk}/").text
    assert not access.is_member(carol.pk, public.pk)


def test_a_day_costs_a_fixed_number_of_queries(public: Room, alice: User, say: Say, django_assert_num_queries) -> None:
    for number in range(10):
        say(alice, f"said {number}")
    Message.objects.update(created="2026-01-02T23:30:00Z")
    guest = Client()
    # The room, the messages, what they reply to, and the days beside.
    with django_assert_num_queries(5):
        guest.get(f"/public/{public.pk}/2026-01-02/")
