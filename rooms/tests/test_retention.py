"""What is older than a room keeps goes for good, and the room stays in order for whoever looks at it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError
from django.db.models import F

from accounts.models import User
from alerts.models import Alert
from rooms import conversation
from rooms.conversation import retention as batches
from rooms.feed.changes import changes_since
from rooms.models import AuditEntry, Draft, Membership, Message, Removal, Room

from .files import PDF, empty_storage, sent, stored_files  # noqa: F401
from .retaining import age, bodies, keep, run
from .watching import browser_of, see

Say = Callable[..., Message]


def test_older_messages_go_with_everything_that_hangs_on_them(
    general: Room, alice: User, bob: User, say: Say, django_capture_on_commit_callbacks: Any
) -> None:
    data = {"body": "@bob look", "nonce": "nonce-of-a-send", "files": [sent("a.pdf", PDF)]}
    browser_of(alice).post(f"/rooms/{general.pk}/messages/", data)
    old = Message.objects.get()
    conversation.toggle_reaction(old, bob, "👍")
    conversation.bookmark(old, bob)
    conversation.edit(old, "@bob look!")
    Draft.objects.create(room=general, user=alice, nonce="nonce-of-a-send", body="@bob lo")
    age(old)
    say(alice, "new")
    keep(general, 30)
    assert Alert.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert run() == "General keeps 30 days: 1 messages, 1 files\n1 messages and 1 files deleted.\n"
    assert bodies(general) == ["new"]
    assert not Alert.objects.exists()
    assert not Draft.objects.exists()
    assert stored_files() == []
    assert old.get_absolute_url() not in browser_of(bob).get("/search/?q=look").text
    entry = AuditEntry.objects.get(action="room.retention")
    assert (entry.room, entry.actor, entry.after) == (general, None, {"keep_days": 30, "messages": 1, "files": 1})
    version = Room.objects.get().version
    assert run() == "0 messages and 0 files deleted.\n"
    assert Room.objects.get().version == version


def test_a_dry_run_says_the_same_and_changes_nothing(general: Room, alice: User, say: Say) -> None:
    age(say(alice, "old"))
    keep(general, 30)
    version = general.version
    assert run(dry_run=True) == "General keeps 30 days: 1 messages, 0 files\n1 messages and 0 files would be deleted.\n"
    general.refresh_from_db()
    assert (bodies(general), general.version) == (["old"], version)
    assert not AuditEntry.objects.filter(action="room.retention").exists()


def test_what_is_pinned_stays(general: Room, alice: User, say: Say) -> None:
    pinned, old = say(alice, "pinned"), say(alice, "old")
    conversation.pin(pinned, alice)
    age(pinned, old)
    keep(general, 30)
    run()
    assert bodies(general) == ["pinned"]


def test_what_stays_says_anew_what_it_follows(general: Room, alice: User, bob: User, say: Say) -> None:
    first, second, pinned, third, last = (say(alice, text) for text in ("one", "two", "pinned", "three", "four"))
    conversation.pin(pinned, alice)
    age(first, second, third)
    keep(general, 30)
    assert last.follows_author
    run()
    stays, last = Message.objects.order_by("position")
    assert (stays.follows_author, stays.previous_created) == (False, None)
    assert stays.version > pinned.version
    assert (last.follows_author, last.previous_created) == (True, stays.created)
    Message.objects.update(created=F("created") - timedelta(days=60), pinned=None)
    run()
    general.refresh_from_db()
    assert (general.latest_author_id, general.latest_created, general.latest_position) == (None, None, 0)
    new = say(alice, "anew")
    assert (new.follows_author, new.starts_day) == (False, True)


def test_replies_to_what_went_reply_to_nothing(general: Room, alice: User, bob: User, say: Say) -> None:
    root = say(alice, "root")
    reply = say(bob, "young reply", to=root)
    kept = say(alice, "pinned root")
    conversation.pin(kept, alice)
    gone = say(bob, "old reply", to=kept)
    say(bob, "another", to=gone)
    age(root, kept, gone)
    keep(general, 30)
    run()
    reply.refresh_from_db()
    kept.refresh_from_db()
    assert (reply.reply_to, reply.thread) == (None, None)
    assert kept.reply_count == 1
    another = Message.objects.get(body="another")
    assert (another.reply_to, another.thread) == (None, kept.position)
    browser = browser_of(alice)
    assert browser.get(general.get_absolute_url()).status_code == 200
    assert "another" in browser.get(f"/rooms/{general.pk}/messages/{kept.position}/thread/").text
    assert browser.get(f"/rooms/{general.pk}/messages/{root.position}/").status_code == 404
    assert browser.get(f"/rooms/{general.pk}/messages/{root.position}/thread/").status_code == 404


def test_a_room_of_which_nothing_is_left_is_unread_for_nobody(general: Room, alice: User, bob: User, say: Say) -> None:
    age(say(alice, "old"))
    keep(general, 30)
    run()
    general.refresh_from_db()
    assert Membership.objects.get(user=bob).read_position >= general.latest_position
    assert "unread" not in browser_of(bob).get("/").text


def test_a_page_that_was_away_loses_what_went(
    general: Room, alice: User, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    messages = [say(alice, f"number {number}") for number in range(8)]
    keep(general, 30)
    before = general.version
    age(*messages[:7])
    run()
    general.refresh_from_db()
    # Four batches of two, one version each.
    assert general.version == before + 4
    changes = changes_since(general.pk, before)
    assert changes.newest is None
    assert sorted(changes.removed) == [message.position for message in messages[:7]]
    assert [message.body for message in changes.messages] == ["number 7"]
    assert changes_since(general.pk, general.version).removed == []
    # What it has never had is not taken off it.
    assert changes_since(general.pk, messages[2].position).removed == [each.position for each in messages[:3]]


def test_a_page_from_before_what_is_remembered_gets_the_newest_messages(
    general: Room, alice: User, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 1)
    messages = [say(alice, f"number {number}") for number in range(batches.KEPT + 3)]
    keep(general, 30)
    before = general.version
    age(*messages[:-1])
    run()
    assert Removal.objects.count() == batches.KEPT
    general.refresh_from_db()
    changes = changes_since(general.pk, before)
    assert changes.removed == []
    assert changes.newest
    assert [message.body for message in changes.newest.messages] == [messages[-1].body]
    assert changes_since(general.pk, general.forgotten_version).newest is None


@pytest.mark.django_db(transaction=True)
def test_open_pages_lose_what_went_at_once() -> None:
    alice = User.objects.create_user("alice")
    room = conversation.create_room("General", alice)
    old = conversation.post(room.pk, alice, "old", "nonce-of-a-send").message
    age(old)
    keep(room, 30)
    seen = see(alice, room, lambda: run(), f'hx-target=":is(#m{old.position})" hx-swap="delete"')
    assert f'value="{room.version + 1}"' in seen.text


def test_an_interrupted_run_goes_on_and_what_it_did_is_written_down(
    general: Room, alice: User, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    age(*(say(alice, f"number {number}") for number in range(5)))
    keep(general, 30)
    remove = batches._remember
    calls = []

    def dies_in_the_second(*args: Any) -> None:
        calls.append(args)
        remove(*args)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(batches, "_remember", dies_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert len(bodies(general)) == 3
    assert (AuditEntry.objects.get(action="room.retention").after or {})["messages"] == 2
    assert "3 messages" in run()


def test_the_command_looks_at_one_room_where_it_is_named(general: Room, alice: User, say: Say) -> None:
    age(say(alice, "old"))
    keep(general, 30)
    conversation.create_room("Other", alice)
    assert "0 messages" in run(room="other")
    assert "1 messages" in run(room="general")
    with pytest.raises(CommandError, match="no room called None"):
        run(room="None")
