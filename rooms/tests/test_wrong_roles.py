"""For each role and each action of the table in rooms/roles.py: the wrong role is refused, and nothing is changed."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone

from accounts.models import User
from rooms import conversation, roles
from rooms.models import AuditEntry, HeldMessage, Hiding, Message, Report, Room

from .watching import browser_of


@dataclass
class Scene:
    """What the addresses below speak of: Dora is a member, who has said something that was reported."""

    room: Room
    dora: User
    message: Message
    report: Report
    held: HeldMessage
    hiding: Hiding


@pytest.fixture
def scene(club: Room, dora: User, alice: User, say: Callable[..., Message]) -> Scene:
    message, hidden = say(dora, "hello"), say(dora, "hidden")
    say(alice, "from Alice")
    conversation.edit(message, "hello, edited")
    report = conversation.report(message, alice, "rude")
    held = HeldMessage.objects.create(room=club, author=dora, body="held", nonce="held-nonce", why="newcomer")
    conversation.hide(hidden, alice)
    return Scene(club, dora, message, report, held, Hiding.objects.get())


# How each action is asked for: a path inside the room, and what is posted, or None for what is only read.
ASKED: dict[str, list[tuple[str, dict[str, str] | None]]] = {
    "read": [("", None)],
    "post": [("messages/", {"body": "hello", "nonce": "nonce-of-a-role"})],
    "leave": [("leave/", {})],
    "moderate": [("messages/{message}/delete/", {})],
    "history": [("messages/{message}/history/", None)],
    "topic": [("settings/", {"topic": "Tea"})],
    "remove": [("people/{dora}/remove/", {})],
    "mute": [("people/{dora}/mute/", {"hours": "1"}), ("people/{dora}/unmute/", {})],
    "ban": [("people/{dora}/order/", None), ("people/{dora}/ban/", {"hours": "0"}), ("people/{dora}/unban/", {})],
    "hide": [
        ("messages/{message}/hide/", {"reason": ""}),
        ("people/{dora}/hide/", {"reason": ""}),
        ("moderation/hidden/{hiding}/wipe/", {}),
        ("moderation/hidden/{hiding}/show/", {}),
    ],
    "order": [("moderation/talk/", {"slow_seconds": "5", "is_locked": "on", "reactions": "everybody"})],
    "queue": [
        ("moderation/", None),
        ("moderation/reports/{report}/", {"do": "resolved"}),
        ("moderation/held/{held}/", {"approve": "yes"}),
    ],
    "settings": [("settings/", {"name": "Agora", "topic": "Tea"})],
    "roles": [("people/{dora}/role/", {"role": "owner"}), ("people/{dora}/hand-over/", {})],
    "invite": [
        ("invitations/", None),
        ("invitations/links/", {"hours": "1"}),
        ("invitations/people/", {"people": "x"}),
    ],
    "webhooks": [("webhooks/", None)],
    "openings": [("settings/openings/", None)],
    "kind": [("settings/kind/", {"kind": "private"})],
    "publish": [("settings/public/", {"public": "yes"})],
    "archive": [("settings/archive/", {})],
    "audit": [("audit/", None), ("audit/audit.csv", None)],
    "retention": [("settings/keeping/", None), ("settings/keeping/", {"keep_days": "30"})],
    "export": [("export/", None), ("export/room.zip", None)],
    "delete": [("settings/delete/", {"typed": "General"})],
}


def ask(person: User, scene: Scene, path: str, form: dict[str, str] | None) -> int:
    keys = {
        "message": scene.message.position,
        "dora": scene.dora.pk,
        "report": scene.report.pk,
        "held": scene.held.pk,
        "hiding": scene.hiding.pk,
    }
    address, browser = f"/rooms/{scene.room.pk}/{path.format(**keys)}", browser_of(person)
    answer = browser.get(address) if form is None else browser.post(address, form)
    return int(answer.status_code)


def state(scene: Scene) -> tuple[object, ...]:
    """Return what a deed would change: everything that these do is written down, or takes a version."""
    room = Room.objects.get(pk=scene.room.pk)
    return room.version, room.name, room.topic, AuditEntry.objects.count(), HeldMessage.objects.count()


def test_every_action_of_the_table_is_tried_here() -> None:
    assert ASKED.keys() == roles.RULES.keys()


@pytest.mark.parametrize("action", ASKED)
def test_the_wrong_roles_are_refused_and_the_right_one_is_not(
    scene: Scene, alice: User, bob: User, carol: User, action: str
) -> None:
    stranger = User.objects.create_user("stranger")
    people = {"owner": alice, "moderator": bob, "member": carol, "stranger": stranger}
    before = state(scene)
    for role, person in people.items():
        for path, form in ASKED[action] if role not in roles.RULES[action].roles else []:
            # Who may change only some of the settings changes those, and no others.
            expected = 302 if (action, role) == ("settings", "moderator") else 403
            assert (ask(person, scene, path, form), role) == (expected, role)
    if action == "settings":
        assert (Room.objects.get(pk=scene.room.pk).name, AuditEntry.objects.latest("pk").after) == (
            "General",
            {"topic": "Tea"},
        )
    else:
        assert state(scene) == before
    for path, form in ASKED[action]:
        assert ask(people[list(roles.RULES[action].roles)[-1]], scene, path, form) in (200, 302, 422)


@pytest.mark.parametrize("action", [action for action, rule in roles.RULES.items() if not rule.in_archive])
def test_in_an_archived_room_owners_are_refused_too(scene: Scene, alice: User, action: str) -> None:
    Room.objects.filter(pk=scene.room.pk).update(archived=timezone.now())
    before = state(scene)
    for path, form in ASKED[action]:
        assert ask(alice, scene, path, form) in (403, 422)
    assert state(scene) == before


ADMIN = [
    "rooms/ban/",
    "rooms/hiding/",
    "rooms/report/",
    "rooms/filteredword/",
    "rooms/filteredword/try/",
    "rooms/auditentry/",
    "rooms/auditentry/export/",
    "rooms/membership/",
    "rooms/message/",
    "accounts/user/",
]


def test_staff_without_permission_and_people_see_nothing_in_admin(alice: User) -> None:
    # An owner of rooms is no admin.
    staff, owner = browser_of(User.objects.create_user("staff", is_staff=True)), browser_of(alice)
    for path in ADMIN:
        assert (staff.get(f"/admin/{path}").status_code, path) == (403, path)
        assert (owner.get(f"/admin/{path}").status_code, path) == (302, path)


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_moderators_and_members_do_nothing_about_owners(
    scene: Scene, alice: User, bob: User, carol: User, person: str
) -> None:
    before = state(scene)
    for deed in ("mute", "ban", "hide"):
        form = {"hours": "1"}
        browser = browser_of({"bob": bob, "carol": carol}[person])
        assert browser.post(f"/rooms/{scene.room.pk}/people/{alice.pk}/{deed}/", form).status_code == 403
    assert state(scene) == before
