"""Channels of Slack become rooms, and their people are who they are here."""

from datetime import UTC, datetime
from io import BytesIO

from allauth.account.models import EmailAddress

from accounts.models import User
from rooms import conversation, slack
from rooms.models import Membership, Message, Room

from .files import PDF, empty_storage, stored_files  # noqa: F401
from .slack_exports import ALICE, BOB, START, ZOE, by_day, channel, export, person, said, zipped
from .watching import browser_of

GARDEN = {"name": "garden"}


def load(archive: BytesIO, trust_addresses: bool = False) -> slack.Report:
    return slack.take_in(archive, "export.zip", trust_addresses=trust_addresses)


def garden() -> list[Message]:
    return list(Message.objects.filter(room__name="garden").select_related("author").order_by("position"))


def test_people_who_are_not_here_become_placeholders_who_cannot_sign_in(alice: User) -> None:
    real = User.objects.create_user("zoe.slack")
    load(export(said(START, "U0ZOE", "hello")))
    zoe = garden()[0].author
    assert zoe != real
    assert (zoe.is_placeholder, zoe.is_active, zoe.has_usable_password()) == (True, False, False)
    assert zoe.name == "zoe (Slack)"
    assert zoe.username.startswith("zoe.slack-")
    assert set(Membership.objects.filter(room__name="garden").values_list("user", "role")) == {(alice.pk, "owner")}
    assert "placeholder" in browser_of(alice).get(f"/people/{zoe.username}/").text


def test_an_address_that_nobody_has_confirmed_makes_nobody_somebody_else(alice: User) -> None:
    mallory = User.objects.create_user("mallory", "zoe@elsewhere.org")
    EmailAddress.objects.create(user=mallory, email="Zoe@elsewhere.org", verified=False)
    report = load(export(said(START, "U0ZOE", "hello")))
    assert garden()[0].author.is_placeholder
    assert report.left_out["unconfirmed"] == 1
    Room.objects.all().delete()
    User.objects.filter(is_placeholder=True).delete()
    load(export(said(START, "U0ZOE", "hello")), trust_addresses=True)
    assert garden()[0].author == mallory


def test_who_somebody_is_stays_so_in_later_imports(alice: User) -> None:
    archive = export(said(START, "U0ALICE", "mine"), said(START + 1, "U0ZOE", "hers"))
    load(archive)
    User.objects.filter(pk=alice.pk).update(email="new@example.com")
    User.objects.create_user("zoe", "zoe@elsewhere.org")
    assert load(archive).taken_in["added"] == 0
    assert len(garden()) == 2


def test_channels_come_with_their_kind_and_never_into_a_room_of_the_same_name(alice: User, bob: User) -> None:
    existing = conversation.create_room("Plans", bob)
    files = {
        "users.json": [ALICE, BOB, ZOE],
        "channels.json": [channel("C01", "old", ["U0BOB"], is_archived=True, topic={"value": "gone by"})],
        "groups.json": [channel("G01", "plans", ["U0ALICE", "U0ZOE"])],
        "dms.json": [channel("D01", "", ["U0ALICE", "U0BOB"]), channel("D02", "", ["U0ZOE", "U0NOBODY"])],
        **by_day("old", [said(START, "U0BOB", "old")]),
        **by_day("plans", [said(START, "U0ALICE", "secret")]),
        **by_day("D01", [said(START, "U0ALICE", "psst")]),
    }
    report = load(zipped(files))
    old, plans = Room.objects.get(name="old"), Room.objects.get(name="plans (Slack)")
    assert (old.is_archived, old.topic, old.created) == (True, "gone by", datetime.fromtimestamp(START, UTC))
    assert plans.kind == Room.Kind.PRIVATE
    assert list(plans.memberships.values_list("user", "role")) == [(alice.pk, "owner")]
    assert not existing.messages.exists()
    direct = conversation.open_direct(alice, [bob])
    assert direct.messages.get().body == "psst"
    assert report.left_out == {"channel_strangers": 1}
    # Called otherwise since, it is still the same.
    conversation.change_room(plans.pk, name="What we plan")
    assert load(zipped(files)).taken_in["rooms_there"] == 3


def test_who_left_the_room_since_is_not_brought_back(alice: User, bob: User) -> None:
    archive = export(said(START, "U0ALICE", "hello"))
    load(archive)
    conversation.leave(Membership.objects.get(room__name="garden", user=bob))
    conversation.delete(garden()[0])
    load(archive)
    assert not Membership.objects.filter(room__name="garden", user=bob).exists()
    assert garden()[0].deleted


def test_an_owner_of_the_workspace_owns_what_nobody_here_made(alice: User) -> None:
    boss = person("U0ALICE", "alice", "alice@example.com", is_owner=True)
    lists = {"users.json": [boss, ZOE], "channels.json": [channel("C0GARDEN", "garden", ["U0ZOE", "U0ALICE"])]}
    load(export(files=lists))
    assert Membership.objects.get(room__name="garden").role == Membership.Role.OWNER
