"""Private rooms and direct conversations are closed to the staff, unless they say why, for a while, on the record."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from alerts.models import Alert
from rooms import conversation, uploads
from rooms.models import AuditEntry, Membership, Message, Opening, Room

from .files import PDF, empty_storage, sent  # noqa: F401
from .test_admin_permissions import staff
from .watching import browser_of

SECRET = "the surprise for Dave"
CLOSED = ["message", "membership", "attachment", "reaction", "invitation", "invitationlink"]


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create_superuser("admin")


@pytest.fixture
def browser(admin: User) -> Client:
    return browser_of(admin)


@pytest.fixture(params=["private", "direct"])
def closed(request: pytest.FixtureRequest, alice: User, bob: User) -> Room:
    """A private room of Alice, with Bob in it, or their direct conversation; with one of everything."""
    if request.param == "direct":
        room = conversation.open_direct(alice, [bob])
    else:
        room = conversation.create_room("Surprise", alice, Room.Kind.PRIVATE)
        conversation.add_member(room.pk, bob)
        conversation.invite(room.pk, alice, User.objects.create_user("dora"))
        conversation.make_link(room.pk, alice, 24, None)
    with uploads.kept([sent("surprise-plan.pdf", PDF)]) as attachments:
        message = conversation.post(room.pk, alice, f"{SECRET} @bob", "a-nonce", attachments=attachments).message
    conversation.toggle_reaction(message, bob, "🎉")
    room.refresh_from_db()
    return room


def things(room: Room) -> dict[str, int]:
    message = Message.objects.get(room=room)
    found = {
        "message": message.pk,
        "membership": Membership.objects.filter(room=room).earliest("pk").pk,
        "attachment": message.attachments.get().pk,
        "reaction": message.reactions.get().pk,
    }
    if not room.is_direct:
        found |= {"invitation": room.invitations.get().pk, "invitationlink": room.links.get().pk}
    return found


def rows(browser: Client, model: str, **query: str) -> int:
    answer = browser.get(f"/admin/rooms/{model}/", query)
    return answer.context["cl"].result_count if answer.status_code == 200 else 0


def test_nothing_of_a_closed_room_is_in_admin(browser: Client, closed: Room) -> None:
    for model, key in things(closed).items():
        assert rows(browser, model) == 0, model
        assert rows(browser, model, room__id__exact=str(closed.pk)) == 0
        for page in ("change/", "delete/", "history/"):
            answer = browser.get(f"/admin/rooms/{model}/{key}/{page}")
            assert answer.status_code in {302, 403, 404}, (model, page)
        chosen = {"action": "delete_selected", "_selected_action": [str(key)], "post": "yes"}
        browser.post(f"/admin/rooms/{model}/", chosen)
        browser.post(f"/admin/rooms/{model}/{key}/delete/", {"post": "yes"})
    assert browser.get(f"/admin/rooms/attachment/{things(closed)['attachment']}/content/").status_code == 404
    assert Message.objects.get(room=closed).body.startswith(SECRET)
    assert closed.memberships.count() == 2


def test_searching_does_not_tell_what_is_in_it(browser: Client, closed: Room) -> None:
    for query in ("surprise", "Dave", "from:alice", "from:alice surprise", f'in:"{closed.name}" surprise', "has:file"):
        assert rows(browser, "message", q=query) == 0, query
    assert rows(browser, "attachment", q="surprise") == 0
    assert rows(browser, "membership", q="bob") == 0
    assert browser.get("/admin/alerts/alert/", {"q": "Dave"}).context["cl"].result_count == 0


def test_neither_do_addresses_that_lead_round_about(browser: Client, closed: Room, alice: User) -> None:
    key = things(closed)["message"]
    for address in (
        f"accounts/user/?rooms_joined__id__exact={closed.pk}",
        f"accounts/user/?messages__id__exact={key}",
        f"accounts/user/?memberships__room__id__exact={closed.pk}",
        f"rooms/room/?users__id__exact={alice.pk}",
        f"rooms/room/?memberships__id__exact={things(closed)['membership']}",
        f"rooms/room/?messages__id__exact={key}",
        "rooms/room/?messages__body__startswith=the",
        "rooms/room/?name__startswith=Al",
        "rooms/room/?description__contains=Dave",
        f"rooms/room/?direct_key={alice.pk}",
        "alerts/alert/?content__contains=Dave",
        f"alerts/alert/?actor__id__exact={alice.pk}",
        "rooms/invitationlink/?token__startswith=a",
    ):
        assert browser.get(f"/admin/{address}").status_code == 400, address


def test_that_it_is_there_is_shown_and_no_more(browser: Client, closed: Room, alice: User) -> None:
    Room.objects.filter(pk=closed.pk).update(description="for Dave only", topic="the big day")
    lists = browser.get("/admin/rooms/room/").text
    page = browser.get(f"/admin/rooms/room/{closed.pk}/change/").text
    history = browser.get(f"/admin/rooms/room/{closed.pk}/history/").text
    for text in (lists, page, history):
        assert "Dave" not in text
        assert "the big day" not in text
        assert "Alice, Bob" not in text
    assert f"/admin/rooms/opening/add/?room={closed.pk}" in page
    assert rows(browser, "room", q="big day") == 0
    if closed.is_direct:
        assert f"Direct conversation {closed.pk}" in lists
        assert rows(browser, "room", q="Alice") == 0


def test_it_is_not_changed_from_outside(browser: Client, closed: Room, carol: User) -> None:
    for page, typed in (
        (f"room/{closed.pk}/change/", {"name": "Mine", "kind": "open"}),
        (f"room/{closed.pk}/delete/", {"post": "yes"}),
        ("membership/add/", {"room": closed.pk, "user": carol.pk, "role": "owner", "notification_level": "nothing"}),
        ("message/add/", {"room": closed.pk, "author": carol.pk, "body": "hello", "form_nonce": "nonce-of-carol"}),
    ):
        assert browser.post(f"/admin/rooms/{page}", typed).status_code in {200, 403}
    for action in ("archive", "delete_selected"):
        browser.post("/admin/rooms/room/", {"action": action, "_selected_action": [str(closed.pk)], "post": "yes"})
    version = closed.version
    closed.refresh_from_db()
    assert (closed.version, closed.archived, closed.memberships.count()) == (version, None, 2)
    choice = {"app_label": "rooms", "model_name": "message", "field_name": "room", "term": ""}
    assert browser.get("/admin/autocomplete/", choice).json()["results"] == []


def test_what_its_alerts_say_is_not_shown(browser: Client, closed: Room, bob: User) -> None:
    alert = Alert.objects.filter(user=bob).earliest("pk")
    page = browser.get("/admin/alerts/alert/").text
    assert "(in a closed room)" in page
    chosen = {"action": "delete_selected", "_selected_action": [str(alert.pk)]}
    for text in (page, browser.post("/admin/alerts/alert/", chosen).text):
        assert SECRET not in text
        assert "Surprise" not in text
    for address in ("change/", "delete/", "history/"):
        assert browser.get(f"/admin/alerts/alert/{alert.pk}/{address}").status_code == 403
    browser.post("/admin/alerts/alert/", {**chosen, "post": "yes"})
    assert Alert.objects.filter(pk=alert.pk).exists()


def test_who_says_why_sees_it_for_a_while_and_it_is_recorded(
    browser: Client, admin: User, closed: Room, alice: User, bob: User
) -> None:
    form = {"room": str(closed.pk), "reason": "  Threats were\nreported "}
    assert browser.get("/admin/rooms/opening/add/", {"room": closed.pk}).status_code == 200
    answer = browser.post("/admin/rooms/opening/add/", form, follow=True)
    assert answer.redirect_chain[-1][0] == f"/admin/rooms/room/{closed.pk}/change/"
    opening = Opening.objects.get()
    assert (opening.room, opening.user, opening.reason) == (closed, admin, "Threats were reported")
    line = AuditEntry.objects.filter(action="room.glass").get()
    assert (line.room, line.actor, line.reason, line.room_name) == (
        closed,
        admin,
        "Threats were reported",
        "" if closed.is_direct else "Surprise",
    )
    assert timedelta(minutes=29) < opening.until - timezone.now() <= timedelta(minutes=30)
    for model, key in things(closed).items():
        assert rows(browser, model) > 0, model
        assert browser.get(f"/admin/rooms/{model}/{key}/change/").status_code == 200
    assert rows(browser, "message", q="from:alice surprise") == 1
    assert SECRET in browser.get("/admin/alerts/alert/").text
    # Open to nobody else of the staff.
    other = browser_of(User.objects.create_superuser("other"))
    assert rows(other, "message") == 0
    # And closed again when the time is over.
    Opening.objects.update(until=timezone.now() - timedelta(seconds=1))
    for model in things(closed):
        assert rows(browser, model) == 0, model


def test_those_whose_room_it_is_are_told_and_can_read_it(closed: Room, admin: User, alice: User, bob: User) -> None:
    conversation.break_glass(closed.pk, admin, "threats were reported")
    told = set(Alert.objects.filter(kind=Alert.Kind.OPENING).values_list("user__username", flat=True))
    assert told == ({"alice", "bob"} if closed.is_direct else {"alice"})
    address = f"/rooms/{closed.pk}/settings/openings/"
    page = browser_of(alice).get(address).text
    assert "threats were reported" in page
    assert "admin" in page
    assert browser_of(bob).get(address).status_code == (200 if closed.is_direct else 403)
    assert browser_of(User.objects.create_user("eve")).get(address).status_code == 403


def test_the_audit_log_does_not_tell_who_is_in_it(browser: Client, closed: Room, admin: User, alice: User) -> None:
    if not closed.is_direct:
        assert AuditEntry.objects.filter(action="invitation.send").exists()
    conversation.break_glass(closed.pk, User.objects.create_superuser("other"), "threats")
    address = "/admin/rooms/auditentry/"
    lines = set(browser.get(address).context["cl"].queryset.values_list("action", flat=True))
    assert "room.glass" in lines
    assert lines <= {"room.glass", "room.create"}
    for text in (browser.get(address).text, browser.get(f"{address}export/").getvalue().decode()):
        assert "Alice, Bob" not in text
        assert "dora" not in text
    assert browser.get(address, {"room__users__id__exact": alice.pk}).status_code == 400
    conversation.break_glass(closed.pk, admin, "threats")
    lines = set(browser.get(address).context["cl"].queryset.values_list("action", flat=True))
    assert closed.is_direct or "invitation.send" in lines


def test_without_a_reason_or_the_permission_nothing_opens(browser: Client, closed: Room, alice: User) -> None:
    answer = browser.post("/admin/rooms/opening/add/", {"room": closed.pk, "reason": "  "})
    assert answer.context["adminform"].form.errors["reason"]
    other = browser_of(staff("rooms.view_room", "rooms.view_message", "rooms.view_opening"))
    assert other.post("/admin/rooms/opening/add/", {"room": closed.pk, "reason": "curious"}).status_code == 403
    assert not Opening.objects.exists()
    with pytest.raises(ValidationError):
        conversation.break_glass(closed.pk, alice, "\n")


def test_an_open_room_has_no_glass(browser: Client, general: Room, admin: User) -> None:
    answer = browser.post("/admin/rooms/opening/add/", {"room": general.pk, "reason": "why not"})
    assert answer.context["adminform"].form.errors["room"]
    with pytest.raises(ValidationError):
        conversation.break_glass(general.pk, admin, "why not")


def test_the_record_is_not_changed_and_one_closes_ones_own_early(browser: Client, closed: Room, admin: User) -> None:
    mine = conversation.break_glass(closed.pk, admin, "threats")
    theirs = conversation.break_glass(closed.pk, User.objects.create_superuser("other"), "threats")
    address = "/admin/rooms/opening/"
    assert browser.post(f"{address}{mine.pk}/change/", {"reason": "none"}).status_code == 403
    assert browser.post(f"{address}{mine.pk}/delete/", {"post": "yes"}).status_code == 403
    browser.post(address, {"action": "close", "_selected_action": [str(mine.pk), str(theirs.pk)]})
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.is_open, theirs.is_open) == (False, True)
    assert rows(browser, "message") == 0
    page = browser.get(address).text
    assert "Alice, Bob" not in page
    conversation.delete_room(closed.pk)
    assert Opening.objects.count() == 2
    assert f"a room that is deleted, {closed.pk}" in browser.get(address).text
