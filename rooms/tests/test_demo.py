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
from rooms.models import Membership, Message, Room

CAST = ["alice", "bob", "carol", "admin"]


@pytest.fixture
def demo(db: None, settings: Any) -> None:
    settings.DEBUG = True
    call_command("demo", stdout=StringIO())


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (User, EmailAddress, Room, Membership, Message)]


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
