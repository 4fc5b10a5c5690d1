"""The audit log: who did what to whom is written down with the deed itself, and stays."""

import csv
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from rooms import access, append_only, audit, conversation
from rooms.models import AuditEntry, Room
from rooms.models.audit import AppendOnly

from .watching import browser_of


def lines() -> list[tuple[str | None, ...]]:
    """Return what was written down, the oldest first: what, who and whom."""
    entries = AuditEntry.objects.select_related("actor", "person").order_by("pk")
    return [(each.action, *(user.username if user else None for user in (each.actor, each.person))) for each in entries]


@pytest.fixture
def club(general: Room, bob: User, carol: User) -> Room:
    """General, with Alice its owner, Bob a moderator and Carol a member."""
    conversation.set_role(general.pk, User.objects.get(username="alice"), bob.pk, "moderator")
    conversation.add_member(general.pk, carol)
    general.refresh_from_db()
    return general


@pytest.fixture
def admin(db: None) -> Client:
    return browser_of(User.objects.create_superuser("admin"))


def test_what_owners_and_moderators_do_is_written_down(club: Room, alice: User, bob: User, carol: User, say) -> None:
    conversation.change_room(club.pk, by=alice, topic="Tea", name="Agora")
    conversation.change_room(club.pk, by=alice, kind="private")
    conversation.archive(club.pk, alice)
    conversation.unarchive(club.pk, alice)
    conversation.delete(say(carol, "hello"), by=bob)
    conversation.expel(club.pk, bob, carol.pk, "too loud")
    conversation.invite(club.pk, bob, carol)
    conversation.hand_over(club.pk, alice, bob.pk)
    conversation.delete_room(club.pk, by=bob)
    assert lines() == [
        ("room.create", "alice", None),
        ("member.role", "alice", "bob"),
        ("room.change", "alice", None),
        ("room.kind", "alice", None),
        ("room.archive", "alice", None),
        ("room.unarchive", "alice", None),
        ("message.delete", "bob", "carol"),
        ("member.remove", "bob", "carol"),
        ("invitation.send", "bob", "carol"),
        ("member.hand_over", "alice", "bob"),
        ("room.delete", "bob", None),
    ]
    changed = AuditEntry.objects.get(action="room.change")
    assert (changed.before, changed.after) == ({"name": "General", "topic": ""}, {"name": "Agora", "topic": "Tea"})
    assert AuditEntry.objects.get(action="member.remove").reason == "too loud"
    # The room is gone; what was done in it stays, with what it was called.
    assert set(AuditEntry.objects.values_list("room_id", "room_name")) == {(club.pk, "General"), (club.pk, "Agora")}


def test_what_people_do_with_their_own_is_nobodys_business(general: Room, alice: User, bob: User, say) -> None:
    before = lines()
    message = say(bob, "hello")
    conversation.edit(message, "hello!", editor=bob)
    browser_of(bob).post(f"/rooms/{general.pk}/messages/{message.position}/delete/")
    conversation.leave(access.enter(bob, general.pk).membership)
    assert lines() == before


def test_an_admin_stands_in_it_with_address_and_browser(admin: Client, club: Room, carol: User, say) -> None:
    message = say(carol, "hello")
    admin.post(
        f"/admin/rooms/message/{message.pk}/delete/",
        {"post": "yes"},
        headers={"User-Agent": "Lynx"},
        REMOTE_ADDR="192.0.2.7",
    )
    entry = AuditEntry.objects.get(action="message.delete")
    assert entry.actor
    assert (entry.actor.username, entry.person, entry.position) == ("admin", carol, message.position)
    assert (entry.address, entry.browser, entry.room) == ("192.0.2.7", "Lynx", club)


def test_it_is_written_with_the_deed_or_not_at_all(club: Room, alice: User, bob: User) -> None:
    before = lines()
    with pytest.raises(ValidationError):
        conversation.set_role(club.pk, alice, alice.pk, "member")
    with pytest.raises(access.MayNotHere):
        conversation.expel(club.pk, bob, alice.pk)
    with transaction.atomic():
        conversation.change_room(club.pk, by=alice, topic="Tea")
        transaction.set_rollback(True)
    assert lines() == before


def test_nothing_in_it_is_changed_or_taken_away(club: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(append_only, "REFUSED", ["UPDATE", "DELETE"])
    append_only.install(connection)
    entry = AuditEntry.objects.earliest("pk")
    entry.reason = "none of it"
    doings = (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(reason=""),
        lambda: AuditEntry.objects.bulk_update([entry], ["reason"]),
    )
    for doing in doings:
        with pytest.raises(AppendOnly):
            doing()
    for statement in ("UPDATE rooms_auditentry SET reason = 'x'", "DELETE FROM rooms_auditentry"):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    entry.refresh_from_db()
    assert entry.reason == ""


def test_a_room_that_goes_and_a_person_who_goes_take_nothing_from_it(club: Room, alice: User) -> None:
    guest = User.objects.create_user("guest")
    conversation.invite(club.pk, alice, guest)
    guest.delete()
    conversation.delete_room(club.pk, by=alice)
    entry = AuditEntry.objects.select_related("person", "room").get(action="invitation.send")
    assert entry.person_id
    assert (entry.person, entry.room) == (None, None)


def test_owners_read_it_on_a_page_of_the_room(club: Room, alice: User, bob: User, carol: User) -> None:
    conversation.change_room(club.pk, by=alice, topic="<b>Tea</b>")
    conversation.expel(club.pk, bob, carol.pk, "too loud")
    page = browser_of(alice).get(f"/rooms/{club.pk}/audit/").text
    for words in ("removed somebody", "Carol", "too loud", "&lt;b&gt;Tea&lt;/b&gt;", "handed the room over"):
        assert words in page
    assert page.index("too loud") < page.index("made the room\n")
    only = browser_of(alice).get(f"/rooms/{club.pk}/audit/?action=member.remove").text
    assert ("too loud" in only, "&lt;b&gt;Tea" in only) == (True, False)


def test_moderators_members_and_strangers_do_not_read_it(club: Room, alice: User, bob: User, carol: User) -> None:
    dora = User.objects.create_user("dora")
    for path in ("audit/", "audit/audit.csv"):
        for person in (bob, carol, dora):
            assert browser_of(person).get(f"/rooms/{club.pk}/{path}").status_code == 403
        assert browser_of(alice).get(f"/rooms/{club.pk}/{path}").status_code == 200
    assert "Audit log" in browser_of(alice).get(f"/rooms/{club.pk}/people/").text
    assert "Audit log" not in browser_of(bob).get(f"/rooms/{club.pk}/people/").text


def test_its_page_goes_back_and_takes_as_many_queries_for_many(
    club: Room, alice: User, carol: User, django_assert_num_queries
) -> None:
    for number in range(60):
        audit.record("message.delete", room=club, by=alice, person=carol, reason=f"no. {number}")
    browser = browser_of(alice)
    # The session, the person, the membership, the entries, and how many alerts there are.
    with django_assert_num_queries(5):
        page = browser.get(f"/rooms/{club.pk}/audit/").text
    assert ("no. 59" in page, "no. 9" in page) == (True, False)
    last = AuditEntry.objects.get(reason="no. 10").pk
    assert f"before={last}" in page
    assert "no. 9" in browser.get(f"/rooms/{club.pk}/audit/?before={last}").text
    assert browser.get(f"/rooms/{club.pk}/audit/?before=x&action=y").status_code == 200


def test_it_is_exported_as_a_table_that_no_spreadsheet_runs(club: Room, alice: User, bob: User, carol: User) -> None:
    conversation.expel(club.pk, bob, carol.pk, "=1+1")
    answer = browser_of(alice).get(f"/rooms/{club.pk}/audit/audit.csv")
    rows = list(csv.reader(StringIO(answer.getvalue().decode())))
    assert rows[0][:5] == ["key", "when", "who", "what", "to whom"]
    assert rows[1][2:5] == ["bob", "removed somebody", "carol"]
    assert rows[1][7] == "'=1+1"
    # From where somebody acts is for admins alone.
    assert "address" not in rows[0]
    assert len(rows) == 1 + AuditEntry.objects.count()


def test_admins_read_filter_and_export_it_and_change_nothing(admin: Client, club: Room, bob: User, carol: User) -> None:
    conversation.expel(club.pk, bob, carol.pk, "too loud")
    entry = AuditEntry.objects.latest("pk")
    base = "/admin/rooms/auditentry/"
    page = admin.get(f"{base}?action=member.remove").text
    assert ("too loud" in page, "made the room</td>" in page) == (True, False)
    assert "too loud" in admin.get(f"{base}?q=carol").text
    exported = admin.get(f"{base}export/?action=member.remove").getvalue().decode()
    assert ("address" in exported, "too loud" in exported, "made the room" in exported) == (True, True, False)
    assert "too loud" in admin.get(f"{base}{entry.pk}/change/").text
    assert admin.get(f"{base}add/").status_code == 403
    assert admin.post(f"{base}{entry.pk}/change/", {"reason": "x"}).status_code == 403
    assert admin.post(f"{base}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    admin.post(base, {"action": "delete_selected", "_selected_action": [str(entry.pk)], "post": "yes"})
    entry.refresh_from_db()
    assert entry.reason == "too loud"


def test_staff_without_the_permission_see_nothing_of_it(club: Room) -> None:
    staff = browser_of(User.objects.create_user("staff", is_staff=True))
    for path in ("", "export/", f"{AuditEntry.objects.earliest('pk').pk}/change/"):
        assert staff.get(f"/admin/rooms/auditentry/{path}").status_code == 403


def test_what_was_changed_is_said_as_people_read_it(club: Room, alice: User) -> None:
    conversation.change_room(club.pk, by=alice, is_public=True, topic="The Tea")
    conversation.archive(club.pk, alice)
    archived, changed = AuditEntry.objects.order_by("-pk")[:2]
    said = {each.name: (each.before, each.after) for each in audit.changes_in(changed)}
    assert said == {"public": ("no", "yes"), "topic": ("", "The Tea")}
    [change] = audit.changes_in(archived)
    assert f"{timezone.now():%Y}, " in change.after
