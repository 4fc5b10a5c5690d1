"""Webhooks of a room: made and revoked by who may, and what is sent to their addresses."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from rooms import access, conversation, roles
from rooms.bots import keeping
from rooms.models import AuditEntry, Membership, Message, Room, Webhook

from .watching import browser_of


@pytest.fixture
def address(general: Room, alice: User) -> str:
    _webhook, token = keeping.make_webhook(general.pk, alice, "Build server")
    return f"/webhooks/{token}/"


def test_an_owner_makes_one_and_sees_its_address_once(general: Room, alice: User) -> None:
    browser, page = browser_of(alice), f"/rooms/{general.pk}/webhooks/"
    answer = browser.post(page, {"name": "Build server"})
    (token,) = set(re.findall(r"http://testserver/webhooks/([\w-]+)/", answer.text))
    assert "no-store" in answer.headers["Cache-Control"]
    listed = browser.get(page).text
    assert "Build server" in listed
    assert token not in listed
    webhook = Webhook.objects.get()
    assert token not in str(vars(webhook))
    said = Client(enforce_csrf_checks=True).post(f"/webhooks/{token}/", {"text": "Green"}, "application/json")
    assert (said.status_code, said.text) == (200, "ok")
    assert "Set-Cookie" not in said.headers
    message = Message.objects.get()
    assert (message.author.name, message.author.is_bot, message.body) == ("Build server", True, "Green")
    browser.post(f"{page}{webhook.pk}/revoke/")
    assert Client().post(f"/webhooks/{token}/", {"text": "Red"}, "application/json").status_code == 404
    assert not access.is_member(webhook.user_id, general.pk)
    assert "Build server" not in browser.get(page).text


def test_a_name_is_needed(general: Room, alice: User) -> None:
    answer = browser_of(alice).post(f"/rooms/{general.pk}/webhooks/", {"name": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"name"}


@pytest.mark.parametrize("role", [*Membership.Role, None])
@pytest.mark.parametrize("what", ["", "make", "revoke"])
def test_each_role_may_what_the_table_says(general: Room, alice: User, bob: User, role: str | None, what: str) -> None:
    webhook, _token = keeping.make_webhook(general.pk, alice, "Build server")
    membership = Membership.objects.filter(user=bob)
    membership.update(role=role) if role else membership.delete()
    browser, page = browser_of(bob), f"/rooms/{general.pk}/webhooks/"
    if what == "":
        answer = browser.get(page)
    elif what == "make":
        answer = browser.post(page, {"name": "Mine"})
    else:
        answer = browser.post(f"{page}{webhook.pk}/revoke/", follow=True)
    may = role in roles.RULES["webhooks"].roles
    assert answer.status_code == (200 if may else 403)
    assert Webhook.objects.filter(revoked=None).count() == {"": 1, "make": 1 + may, "revoke": 1 - may}[what]


def test_one_of_another_room_is_not_revoked(general: Room, alice: User, bob: User) -> None:
    webhook, _token = keeping.make_webhook(general.pk, alice, "Build server")
    other = conversation.create_room("Bob's", bob)
    browser_of(bob).post(f"/rooms/{other.pk}/webhooks/{webhook.pk}/revoke/")
    assert Webhook.objects.get().revoked is None


def test_a_room_has_not_too_many(general: Room, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_WEBHOOKS", 1)
    keeping.make_webhook(general.pk, alice, "One")
    with pytest.raises(ValidationError, match="1 webhooks already"):
        keeping.make_webhook(general.pk, alice, "Two")
    assert not User.objects.filter(display_name="Two").exists()


def test_programs_made_for_slack_are_understood(address: str) -> None:
    browser = Client()
    assert browser.post(address, {"payload": '{"text": "As a form"}'}).text == "ok"
    # What curl sends when nobody tells it what it sends.
    plainly = '{"text": "As curl sends it", "channel": "#general", "username": "x"}'
    assert browser.post(address, plainly, "application/x-www-form-urlencoded").text == "ok"
    assert list(Message.objects.values_list("body", flat=True)) == ["As a form", "As curl sends it"]


def test_the_same_key_is_one_message(address: str) -> None:
    for _ in range(2):
        answer = Client().post(address, {"text": "Green", "key": "build-1234"}, "application/json")
        assert answer.status_code == 200
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [("{", 400, "bad_json"), ({}, 422, "required"), ({"text": ""}, 422, "empty"), ({"text": ["x"]}, 422, "not_text")],
)
def test_what_can_not_be_said_is_refused(address: str, content: object, status: int, code: str) -> None:
    answer = Client().post(address, content, "application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_where_it_may_not_write_it_is_told(address: str, general: Room) -> None:
    assert Client().get(address).status_code == 405
    assert Client().post("/webhooks/nothing-like-it/", {"text": "x"}, "application/json").status_code == 404
    conversation.archive(general.pk)
    assert Client().post(address, {"text": "x"}, "application/json").status_code == 403
    conversation.unarchive(general.pk)
    conversation.remove_member(Membership.objects.select_related("user").get(user__is_bot=True))
    answer = Client().post(address, {"text": "x"}, "application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_a_member")
    assert not Message.objects.exists()


def test_it_is_written_down_who_made_and_who_revoked_one(general: Room, alice: User, bob: User) -> None:
    browser_of(alice).post(f"/rooms/{general.pk}/webhooks/", {"name": "Build server"})
    keeping.revoke_webhook(general.pk, alice, Webhook.objects.get().pk)
    entries = AuditEntry.objects.filter(room_id=general.pk, action__startswith="webhook.").order_by("pk")
    said = [(entry.action, entry.actor_id, entry.person_id) for entry in entries]
    webhook = Webhook.objects.get()
    assert said == [("webhook.make", alice.pk, webhook.user_id), ("webhook.revoke", alice.pk, webhook.user_id)]
    assert not any("parley_" in str(entry.after) for entry in entries)


def test_a_room_that_is_deleted_takes_its_webhooks_with_it(address: str, general: Room) -> None:
    Client().post(address, {"text": "Green"}, "application/json")
    conversation.delete_room(general.pk)
    assert not Webhook.objects.exists()
    assert Client().post(address, {"text": "Green"}, "application/json").status_code == 404
