"""What an admin does about people, words and reports on the whole site."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from rooms import access, conversation
from rooms.models import AuditEntry, Ban, FilteredWord, Hiding, Membership, Message, Report, Room

from .watching import browser_of, see

PEOPLE = "/admin/accounts/user/"
SIGN_IN = "/accounts/login/"


@pytest.fixture
def admin(db: None) -> Client:
    return browser_of(User.objects.create_superuser("admin"))


def act(admin: Client, action: str, *people: User, **form: str) -> str:
    selected = {"action": action, "_selected_action": [str(user.pk) for user in people]}
    return admin.post(PEOPLE, selected | form, follow=True).text


@pytest.mark.django_db(transaction=True)
def test_who_is_banned_from_the_site_is_out_at_once(admin: Client, general: Room, bob: User) -> None:
    assert "Ban from the site" in act(admin, "ban", bob)
    bob.refresh_from_db()
    assert bob.is_active
    seen = see(bob, general, lambda: act(admin, "ban", bob, apply="yes", hours="1", reason="adverts"), until=4401)
    assert seen.closed == 4401
    page = Client().post(SIGN_IN, {"login": "bob", "password": "parley-demo"})
    assert page.status_code == 403
    assert "You are banned from this site until" in page.text
    assert "adverts" in page.text
    entry = AuditEntry.objects.get(action="person.ban")
    assert (str(entry.actor), entry.person, entry.room, entry.reason) == ("admin", bob, None, "adverts")


def test_a_wrong_password_learns_nothing_of_a_ban(admin: Client, bob: User) -> None:
    act(admin, "ban", bob, apply="yes", hours="0", reason="adverts")
    page = Client().post(SIGN_IN, {"login": "bob", "password": "wrong"})
    assert "banned" not in page.text


def test_a_ban_that_is_over_lets_its_person_in(admin: Client, bob: User) -> None:
    act(admin, "ban", bob, apply="yes", hours="1", reason="")
    Ban.objects.update(until=timezone.now() - timedelta(minutes=1))
    page = Client().post(SIGN_IN, {"login": "bob", "password": "parley-demo"})
    assert page.status_code == 302
    assert "inactive" not in page.headers["Location"]
    bob.refresh_from_db()
    assert (bob.is_active, Ban.objects.count()) == (True, 0)


def test_a_ban_is_lifted_and_somebody_deactivated_is_not_let_in_by_it(admin: Client, bob: User, carol: User) -> None:
    act(admin, "ban", bob, apply="yes", hours="0", reason="")
    User.objects.filter(pk=carol.pk).update(is_active=False)
    assert "sign in here." in act(admin, "ban", carol, apply="yes", hours="0", reason="")
    assert "Bob can sign in again." in act(admin, "lift_bans", bob, carol)
    assert set(User.objects.filter(is_active=True).values_list("username", flat=True)) == {"admin", "bob"}


def test_an_admin_does_not_ban_themselves(admin: Client) -> None:
    me = User.objects.get(username="admin")
    assert "That is you." in act(admin, "ban", me, apply="yes", hours="0", reason="")
    me.refresh_from_db()
    assert me.is_active


def test_hiding_everywhere_is_shown_first_then_done_and_undone(admin: Client, general: Room, bob: User, say) -> None:
    other = conversation.create_room("Kitchen", bob)
    say(bob, "one")
    say(bob, "two")
    conversation.post(other.pk, bob, "three", "nonce-kitchen")
    page = act(admin, "hide_everything", bob)
    assert "hides 3 messages in 2 rooms; 0 people are watching." in page
    assert Message.objects.filter(deleted=None).count() == 3
    page = act(admin, "hide_everything", bob, apply="yes", reason="adverts")
    assert "3 messages are hidden." in page
    assert 'value="Undo"' in page
    assert Message.objects.filter(deleted=None).count() == 0
    done = Hiding.objects.get()
    page = admin.post(f"/admin/rooms/hiding/{done.pk}/undo/", follow=True).text
    assert "3 messages are shown again." in page
    assert Message.objects.filter(deleted=None).count() == 3
    assert admin.post(f"/admin/rooms/hiding/{done.pk}/undo/").status_code == 404
    assert list(AuditEntry.objects.filter(room=None).order_by("pk").values_list("action", flat=True)) == [
        "message.hide",
        "message.unhide",
    ]


def test_some_messages_are_hidden_from_their_list(admin: Client, general: Room, alice: User, bob: User, say) -> None:
    chosen = [say(alice, "one"), say(bob, "two")]
    say(bob, "three")
    form = {"action": "hide", "_selected_action": [str(message.pk) for message in chosen]}
    assert "2 messages are hidden." in admin.post("/admin/rooms/message/", form, follow=True).text
    assert Message.objects.get(deleted=None).body == "three"


def test_members_are_muted_and_banned_from_their_list(admin: Client, club: Room, carol: User, dora: User) -> None:
    keys = {user.pk: str(Membership.objects.get(room=club, user=user).pk) for user in (carol, dora)}
    for action, user in (("mute", carol), ("ban", dora)):
        admin.post("/admin/rooms/membership/", {"action": action, "_selected_action": [keys[user.pk]]})
    assert Membership.objects.get(room=club, user=carol).is_muted
    assert not access.is_member(dora.pk, club.pk)
    ban = Ban.objects.get()
    admin.post("/admin/rooms/ban/", {"action": "delete_selected", "_selected_action": [str(ban.pk)], "post": "yes"})
    admin.post("/admin/rooms/membership/", {"action": "unmute", "_selected_action": [keys[carol.pk]]})
    assert Ban.objects.count() == 0
    assert not Membership.objects.get(room=club, user=carol).is_muted
    deeds = AuditEntry.objects.filter(action__startswith="member.").order_by("pk").values_list("action", flat=True)
    assert list(deeds)[-4:] == ["member.mute", "member.ban", "member.unban", "member.unmute"]


def test_the_word_filter_is_kept_and_tried_here(admin: Client) -> None:
    admin.post("/admin/rooms/filteredword/add/", {"words": "spam*", "action": "block"})
    address = "/admin/rooms/filteredword/try/"
    for text, words in (("No SPAMMER here", "“spam*” is in it."), ("Nothing", "Nothing is in it that")):
        page = admin.post(address, {"text": text}).text
        assert words in page
        assert text in page
    assert "Try a text" in admin.get("/admin/rooms/filteredword/").text
    word = FilteredWord.objects.get()
    admin.post(f"/admin/rooms/filteredword/{word.pk}/change/", {"words": "spam*", "action": "flag"})
    admin.post(f"/admin/rooms/filteredword/{word.pk}/delete/", {"post": "yes"})
    changes = AuditEntry.objects.filter(action="filter.change").order_by("pk").values_list("before", "after")
    blocked, flagged = ({"words": "spam*", "action": action} for action in ("block", "flag"))
    assert list(changes) == [(None, blocked), (blocked, flagged), (flagged, None)]


def test_reports_of_all_rooms_are_dealt_with_here(admin: Client, club: Room, alice: User, carol: User, say) -> None:
    say(alice, "just before")
    report = conversation.report(say(alice, "rude"), carol, "It is rude.")
    base = "/admin/rooms/report/"
    assert "It is rude." in admin.get(base).text
    page = admin.get(f"{base}{report.pk}/change/").text
    assert "just before" in page
    me = User.objects.get(username="admin")
    admin.post(f"{base}{report.pk}/change/", {"state": "open", "assignee": str(me.pk), "outcome": ""})
    report.refresh_from_db()
    assert (report.state, report.assignee) == ("assigned", me)
    admin.post(f"{base}{report.pk}/change/", {"state": "dismissed", "assignee": str(me.pk), "outcome": "Only rude."})
    report.refresh_from_db()
    assert (report.state, report.outcome) == ("dismissed", "Only rude.")
    admin.post(base, {"action": "reopen", "_selected_action": [str(report.pk)]})
    assert Report.objects.get().state == "open"
    assert "said who looks at a report" in admin.get(f"{base}{report.pk}/change/").text


def test_a_room_is_locked_and_slowed_down_here(admin: Client, general: Room) -> None:
    form = {"name": "General", "kind": "open", "is_locked": "on", "slow_seconds": "7", "reactions": "moderators"}
    admin.post(f"/admin/rooms/room/{general.pk}/change/", form)
    general.refresh_from_db()
    assert (general.is_locked, general.slow_seconds, general.reactions) == (True, 7, "moderators")
    assert AuditEntry.objects.latest("pk").action == "room.order"
