"""Hiding messages: nobody reads them, everybody reads why, nothing is lost, and it is undone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from rooms import access, conversation
from rooms.conversation import hiding
from rooms.models import AuditEntry, HiddenMessage, Hiding, Message, Room

from .watching import browser_of, see


def page_of(user: User, room: Room) -> str:
    return browser_of(user).get(f"/rooms/{room.pk}/").text


def test_a_hidden_message_is_read_by_nobody_and_says_why(club: Room, bob: User, carol: User, say) -> None:
    message = say(carol, "secret words")
    address = f"/rooms/{club.pk}/messages/{message.position}/hide/"
    moderator = browser_of(bob)
    assert "Hide this message?" in moderator.get(address).text
    answer = moderator.post(address, {"reason": "Not <b>here</b>"})
    assert answer.headers["Location"].endswith(f"#m{message.position}")
    for person in (bob, carol):
        page = page_of(person, club)
        assert "secret words" not in page
        assert "This message was deleted." in page
        assert "Not &lt;b&gt;here&lt;/b&gt;" in page
    assert not access.readable(carol).filter(pk=message.pk).exists()
    entry = AuditEntry.objects.get(action="message.hide")
    assert (entry.actor, entry.person, entry.position, entry.reason) == (
        bob,
        carol,
        message.position,
        "Not <b>here</b>",
    )
    assert "secret" not in f"{entry.before}{entry.after}"


def test_everything_about_it_comes_back(
    club: Room, alice: User, bob: User, carol: User, say, settings: Any, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    root = say(alice, "root")
    form = {"body": "a *file*", "nonce": "nonce-with-file", "reply_to": str(root.position)}
    files = {"files": SimpleUploadedFile("notes.txt", b"notes")}
    assert browser_of(carol).post(f"/rooms/{club.pk}/messages/", form | files).status_code == 302
    message = Message.objects.get(author=carol)
    conversation.toggle_reaction(message, bob, "👍")
    conversation.pin(message, bob)
    conversation.bookmark(message, alice)
    before = Message.objects.filter(pk=message.pk).values().get()
    file_address = message.attachments.get().get_absolute_url()
    conversation.hide(message, bob)
    root.refresh_from_db()
    assert (root.reply_count, browser_of(bob).get(file_address).status_code) == (0, 404)
    done = Hiding.objects.get()
    conversation.show_again(done, bob)
    after = Message.objects.filter(pk=message.pk).values().get()
    root.refresh_from_db()
    assert root.reply_count == 1
    assert before | {"version": after["version"]} == after
    assert browser_of(bob).get(file_address).status_code == 200
    assert access.bookmarks_of(alice).count() == 1
    assert HiddenMessage.objects.count() == 0


def test_a_dry_run_says_what_it_will_do_and_changes_nothing(club: Room, bob: User, carol: User, say) -> None:
    for number in range(3):
        say(carol, f"words {number}")
    version = Room.objects.get(pk=club.pk).version
    page = browser_of(bob).get(f"/rooms/{club.pk}/people/{carol.pk}/hide/").text
    assert "It hides 3 messages." in page
    assert "0 people are watching." in page
    assert (Room.objects.get(pk=club.pk).version, Hiding.objects.count()) == (version, 0)


def test_all_of_a_persons_go_in_one_version_and_come_back_in_one(club: Room, bob: User, carol: User, say) -> None:
    mine = [say(carol, f"words {number}") for number in range(3)]
    say(bob, "of Bob")
    version = Room.objects.get(pk=club.pk).version
    browser, address = browser_of(bob), f"/rooms/{club.pk}/people/{carol.pk}/hide/"
    page = browser.post(address, {"reason": "adverts"}, follow=True).text
    assert "3 messages are hidden." in page
    assert ">Undo</button>" in page
    assert set(Message.objects.filter(deleted=None).values_list("body", flat=True)) == {"of Bob"}
    assert set(Message.objects.filter(author=carol).values_list("version", "why_gone")) == {(version + 1, "adverts")}
    done = Hiding.objects.get()
    undone = browser.post(f"/rooms/{club.pk}/moderation/hidden/{done.pk}/show/", follow=True).text
    assert "3 messages are shown again." in undone
    assert set(Message.objects.filter(author=carol).values_list("body", "version", "why_gone")) == {
        (message.body, version + 2, "") for message in mine
    }
    assert Room.objects.get(pk=club.pk).version == version + 2
    assert [each.action for each in AuditEntry.objects.order_by("pk")][-2:] == ["message.hide", "message.unhide"]
    # There is nothing more to undo, and nothing to hide twice.
    assert browser.post(f"/rooms/{club.pk}/moderation/hidden/{done.pk}/show/").status_code == 404


def test_the_button_says_undo_for_a_minute_and_show_again_later(club: Room, bob: User, carol: User, say) -> None:
    say(carol, "words")
    done = conversation.hide_all(carol, bob, room=club)
    assert hiding.can_be_undone(done)
    Hiding.objects.update(created=timezone.now() - timedelta(seconds=61))
    page = browser_of(bob).get(f"/rooms/{club.pk}/people/{carol.pk}/order/").text
    assert ("Show again" in page, ">Undo<" in page) == (True, False)


def test_nothing_to_hide_is_said_beside_the_form(club: Room, bob: User, carol: User) -> None:
    page = browser_of(bob).get(f"/rooms/{club.pk}/people/{carol.pk}/hide/")
    assert page.status_code == 200
    refused = browser_of(bob).post(f"/rooms/{club.pk}/people/{carol.pk}/hide/", {"reason": ""})
    assert (refused.status_code, Hiding.objects.count()) == (422, 0)
    assert "There is nothing to hide." in refused.text


def test_what_was_deleted_before_stays_deleted(club: Room, bob: User, carol: User, say) -> None:
    gone, kept = say(carol, "gone"), say(carol, "kept")
    conversation.delete(gone)
    conversation.show_again(conversation.hide_all(carol, bob, room=club))
    assert dict(Message.objects.filter(author=carol).values_list("pk", "body")) == {gone.pk: "", kept.pk: "kept"}


def test_hidden_words_are_deleted_for_good_when_asked_and_with_their_author(
    club: Room, bob: User, carol: User, say
) -> None:
    say(carol, "first")
    done = conversation.hide_all(carol, bob, "adverts", club)
    browser_of(bob).post(f"/rooms/{club.pk}/moderation/hidden/{done.pk}/wipe/")
    assert HiddenMessage.objects.count() == 0
    message = Message.objects.get(author=carol)
    assert (message.body, bool(message.deleted), message.why_gone) == ("", True, "adverts")
    say(carol, "second")
    conversation.hide_all(carol, bob, room=club)
    conversation.remove_words(carol)
    assert HiddenMessage.objects.count() == 0
    assert not Message.objects.filter(author=carol, deleted=None).exists()


def test_everywhere_is_each_room_once_and_no_direct_conversation(club: Room, alice: User, carol: User, say) -> None:
    other = conversation.create_room("Kitchen", carol)
    direct = conversation.open_direct(alice, [carol])
    say(carol, "in General")
    for room in (other, direct):
        conversation.post(room.pk, carol, "said here", f"nonce-{room.pk}-there")
    plan = hiding.plan(carol)
    assert (plan.messages, plan.rooms) == (2, 2)
    versions = dict(Room.objects.values_list("pk", "version"))
    done = conversation.hide_all(carol, None)
    assert done.count == 2
    now = dict(Room.objects.values_list("pk", "version"))
    assert now == versions | {club.pk: versions[club.pk] + 1, other.pk: versions[other.pk] + 1}
    assert Message.objects.get(deleted=None).room == direct
    assert conversation.show_again(done) == 2


def test_it_costs_as_many_queries_for_many_as_for_few(club: Room, bob: User, carol: User, say) -> None:
    counts = []
    for many in (2, 12):
        for _number in range(many):
            say(carol, "words")
        with CaptureQueriesContext(connection) as queries:
            conversation.hide_all(carol, bob, room=club)
        counts.append(len(queries))
    assert counts[1] == counts[0]


@pytest.mark.django_db(transaction=True)
def test_open_pages_see_them_go_and_come_back(club: Room, alice: User, bob: User, carol: User, say) -> None:
    message = say(carol, "secret words")
    club.refresh_from_db()
    seen = see(alice, club, lambda: conversation.hide_all(carol, bob, "adverts", club), "adverts")
    assert f'id="m{message.position}"' in seen.text
    assert "secret words" not in seen.text
    club.refresh_from_db()
    seen = see(alice, club, lambda: conversation.show_again(Hiding.objects.get()), "secret words")
    assert "adverts" not in seen.text


@pytest.mark.django_db(transaction=True)
def test_more_than_a_page_lacks_come_as_one_page(club: Room, bob: User, carol: User, say, settings: Any) -> None:
    settings.FEED_REPLAY_LIMIT = 5
    for number in range(12):
        say(carol, f"words {number}")
    club.refresh_from_db()
    seen = see(bob, club, lambda: conversation.hide_all(carol, bob, "adverts", club), "adverts")
    assert 'hx-target="#log:not(:has(.editor))"' in seen.text


def test_moderators_do_not_hide_what_owners_wrote_all_at_once(club: Room, alice: User, bob: User, say) -> None:
    say(alice, "mine")
    with pytest.raises(access.MayNotHere):
        conversation.hide_all(alice, bob, room=club)
    with pytest.raises(ValidationError):
        conversation.hide_all(bob, alice, room=club)
    assert Hiding.objects.count() == 0


def test_search_finds_it_again_only_when_it_is_shown(
    club: Room, bob: User, carol: User, say: Callable[..., Message]
) -> None:
    message = say(carol, "pomegranate")
    browser = browser_of(bob)
    conversation.hide(message, bob)
    assert "pomegranate</mark>" not in browser.get("/search/?q=pomegranate").text
    conversation.show_again(Hiding.objects.get())
    assert "pomegranate</mark>" in browser.get("/search/?q=pomegranate").text
