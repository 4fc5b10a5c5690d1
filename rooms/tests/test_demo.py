"""The demo is always the same, can be run again, and stays out of anything but development."""

from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from rooms import conversation
from rooms.models import Attachment, Membership, Message, MessageRevision, Reaction, Room

from .files import empty_storage  # noqa: F401

CAST = ["alice", "bob", "carol", "admin"]


@pytest.fixture
def demo(db: None, settings: Any) -> None:
    settings.DEBUG = True
    call_command("demo", stdout=StringIO())


def everything() -> list[Any]:
    models = (User, EmailAddress, Room, Membership, Message, Attachment, Reaction, MessageRevision)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_everybody_can_sign_in_by_name_and_by_mail(demo: None) -> None:
    for name in CAST:
        for login in (name, f"{name}@example.com"):
            answer = Client().post("/accounts/login/", {"login": login, "password": "parley-demo"})
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/"), login
        address = EmailAddress.objects.get(user__username=name)
        assert address.verified
        assert address.primary


def test_only_the_admin_gets_into_admin(demo: None) -> None:
    assert list(User.objects.filter(is_staff=True, is_superuser=True).values_list("username", flat=True)) == ["admin"]
    assert User.objects.filter(is_staff=True).count() == 1


@pytest.mark.parametrize(
    ("name", "kind", "members"),
    [("General", "open", CAST), ("Kitchen", "open", ["alice", "bob"]), ("Quiet corner", "private", ["alice"])],
)
def test_the_rooms_have_their_people(demo: None, name: str, kind: str, members: list[str]) -> None:
    room = Room.objects.get(name=name)
    assert room.kind == kind
    assert set(room.users.values_list("username", flat=True)) == set(members)
    authors = set(room.messages.values_list("author__username", flat=True))
    assert authors
    assert authors <= set(members)


def test_general_has_days_of_conversation_to_scroll_and_search_in(demo: None) -> None:
    messages = list(Message.objects.filter(room__name="General").order_by("position"))
    assert len(messages) >= 300
    assert [message.position for message in messages] == list(range(messages[0].position, messages[-1].position + 1))
    assert all(earlier.created <= later.created for earlier, later in pairwise(messages))
    assert len({message.created.date() for message in messages}) >= 5
    assert messages[-1].created < timezone.now()
    assert any(message.follows_author for message in messages)
    assert any("\n    " in message.body for message in messages), "code keeps its indentation"
    assert any(len(message.body) > 500 for message in messages)


def test_a_first_look_at_general_shows_what_can_be_done(demo: None, client: Client) -> None:
    room = Room.objects.get(name="General")
    root = room.messages.get(body__startswith="The map for the window")
    assert root.reply_count == 3
    assert [reply.original for reply in room.messages.filter(thread=root.position)] == [root] * 3
    assert root.attachments.get().is_picture
    assert {each["emoji"] for each in root.reacted or []} == {"😍", "🎉"}
    client.force_login(User.objects.get(username="bob"))
    page = client.get(f"/rooms/{room.pk}/").text
    for sign in (
        'class="quote"',
        'class="picture"',
        'class="reaction"',
        "3 replies",
        'class="edited"',
        'class="pinned',
    ):
        assert sign in page, sign
    assert 'class="pins"' in page
    assert "<pre>" in page
    edited = room.messages.get(edited__isnull=False)
    assert "at **nine**" in edited.body
    assert edited.revisions.get().body == edited.body.replace("**nine**", "eight")


def test_run_again_it_changes_nothing(demo: None) -> None:
    before = everything()
    call_command("demo", stdout=StringIO())
    assert everything() == before


def test_run_again_it_brings_back_what_is_missing_and_keeps_what_was_changed(demo: None) -> None:
    edited = Message.objects.filter(room__name="General").earliest("position")
    conversation.edit(edited, "Changed by hand")
    conversation.delete_room(Room.objects.get(name="Kitchen").pk)
    call_command("demo", stdout=StringIO())
    edited.refresh_from_db()
    assert edited.body == "Changed by hand"
    assert Room.objects.get(name="Kitchen").messages.count() == 13


def test_it_is_refused_outside_development(db: None, settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("demo")
    assert not User.objects.exists()
