"""Lists in Admin cost the same for many rows as for few, and lead to what belongs together."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import SignIn, User
from alerts.models import Alert
from rooms import audit, conversation
from rooms.models import Attachment, Invitation, InvitationLink, Message, Opening, Reaction, Room, ServerProcess

from .watching import browser_of

LISTS = [
    "accounts/user",
    "accounts/signin",
    "alerts/alert",
    "rooms/room",
    "rooms/membership",
    "rooms/message",
    "rooms/attachment",
    "rooms/reaction",
    "rooms/invitation",
    "rooms/invitationlink",
    "rooms/opening",
    "rooms/serverprocess",
    "rooms/auditentry",
]


@pytest.fixture
def browser(db: None) -> Client:
    return browser_of(User.objects.create_superuser("admin"))


def one_of_each(number: int) -> dict[str, int]:
    """Add one of everything that is listed, with people and rooms of its own; return the keys of some."""
    person = User.objects.create_user(f"person{number}", display_name=f"Somebody {number}")
    guest = User.objects.create_user(f"guest{number}")
    room = conversation.create_room(f"Kitchen {number}", person)
    message = conversation.post(room.pk, person, f"kettle {number}", f"nonce-{number}", paced=False).message
    now = timezone.now()
    Attachment.objects.create(message=message, file="x", name=f"kettle {number}.pdf", content_type="x", size=1)
    Reaction.objects.create(message=message, user=guest, emoji="👍")
    Invitation.objects.create(room=room, user=guest, invited_by=person)
    InvitationLink.objects.create(room=room, made_by=person, expires=now)
    SignIn.objects.create(user=person, session_key=f"key{number}", browser="Firefox", started=now, seen=now)
    subject = f"room-{room.pk}/m{message.position}"
    Alert.objects.create(user=guest, actor=person, content="hello", subject=subject, place=room.name)
    closed = conversation.create_room(f"Closed {number}", guest, Room.Kind.PRIVATE)
    Opening.objects.create(room=closed, room_number=closed.pk, user=person, reason="kettle", until=now)
    ServerProcess.objects.create(key=f"key{number}", name=f"host {number}", started=now, seen=now)
    audit.record("member.role", room=room, by=person, person=guest, reason="kettle")
    return {"room": room.pk, "person": person.pk, "message": message.pk, "guest": guest.pk}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_takes_as_many_queries_for_many_as_for_few(browser: Client, address: str) -> None:
    def queries(**asked: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"/admin/{address}/", asked).status_code == 200
        assert not [query for query in captured if query["sql"].startswith("SELECT COUNT(")]
        return len(captured)

    browser.get("/admin/rooms/room/")
    one_of_each(0)
    few, found_few = queries(), queries(q="e")
    for number in range(1, 8):
        one_of_each(number)
    assert (queries(), queries(q="e")) == (few, found_few)


def test_names_and_words_find_what_is_theirs(browser: Client) -> None:
    one_of_each(1)
    one_of_each(2)
    for address, query in (
        ("accounts/user", "Somebody 1"),
        ("accounts/signin", '"Somebody 1"'),
        ("alerts/alert", "guest1"),
        ("rooms/room", '"Kitchen 1"'),
        ("rooms/membership", "person1"),
        ("rooms/membership", '"kitchen 1"'),
        ("rooms/message", 'kettle in:"Kitchen 1"'),
        ("rooms/message", "kettle from:person1"),
        ("rooms/message", '"kettle 1"'),
        ("rooms/attachment", '"kettle 1"'),
        ("rooms/attachment", '"Somebody 1" kettle'),
        ("rooms/reaction", "guest1"),
        ("rooms/invitation", "guest1"),
        ("rooms/invitationlink", "person1"),
        ("rooms/opening", "person1"),
    ):
        found = browser.get(f"/admin/{address}/", {"q": query}).context["cl"]
        assert found.result_count == 1, (address, query)
        assert browser.get(f"/admin/{address}/", {"q": f"{query} nothingofthekind"}).context["cl"].result_count == 0


def test_what_a_search_can_not_read_is_said(browser: Client) -> None:
    one_of_each(1)
    for query, said in (
        ("before:soon kettle", "is no date"),
        ("from:nobody kettle", "There is nothing called “nobody”."),
        ("in:nowhere", "There is nothing called “nowhere”."),
        ("!!!", "There is no word in this."),
    ):
        page = browser.get("/admin/rooms/message/", {"q": query})
        assert said in page.text
        assert page.context["cl"].result_count == 0
    room = str(Room.objects.get(name="Kitchen 1").pk)
    both = browser.get("/admin/rooms/message/", {"q": "kettle", "room__id__exact": room})
    assert both.context["cl"].result_count == 1


def test_a_person_and_a_room_lead_to_what_is_theirs(browser: Client) -> None:
    one_of_each(1)
    keys = one_of_each(2)
    for page in (f"accounts/user/{keys['person']}", f"rooms/room/{keys['room']}"):
        text = browser.get(f"/admin/{page}/change/").text
        links = [line.split('href="')[1].split('"')[0] for line in text.splitlines() if "__exact=" in line]
        assert len(links) >= 7
        for link in links:
            assert browser.get(link).status_code == 200, link
    for address, asked in (
        ("rooms/message", {"author__id__exact": keys["person"]}),
        ("rooms/attachment", {"message__author__id__exact": keys["person"]}),
        ("rooms/attachment", {"message__room__id__exact": keys["room"]}),
        ("rooms/reaction", {"message__id__exact": keys["message"]}),
        ("alerts/alert", {"user__id__exact": keys["guest"]}),
        ("rooms/membership", {"room__id__exact": keys["room"]}),
    ):
        assert browser.get(f"/admin/{address}/", asked).context["cl"].result_count == 1


def test_messages_are_narrowed_down_by_when_they_were_written(browser: Client) -> None:
    one_of_each(1)
    Message.objects.update(created=timezone.now() - timedelta(days=3))
    one_of_each(2)
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert browser.get("/admin/rooms/message/", {"created__gte": since}).context["cl"].result_count == 1
    assert browser.get("/admin/rooms/message/", {"body__startswith": "k"}).status_code == 400
