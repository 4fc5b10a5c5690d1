"""Open and private rooms, archived ones, and those that are deleted."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from accounts.models import User
from rooms import access, conversation
from rooms.models import Attachment, Membership, Message, Room

from .files import PDF, sent
from .watching import browser_of, see

Say = Callable[..., Message]
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("kind", "other", "warning"),
    [
        ("open", "private", "Nobody finds the room any more"),
        ("private", "open", "Everything said here since the beginning becomes readable"),
    ],
)
def test_open_and_private_become_each_other_after_a_warning(
    general: Room, alice: User, carol: User, kind: str, other: str, warning: str
) -> None:
    conversation.change_room(general.pk, kind=kind)
    browser = browser_of(alice)
    address = f"/rooms/{general.pk}/settings/kind/"
    assert warning in browser.get(address).text
    assert browser.get(address).text.count(f'value="{other}"') == 1
    assert f"The room is {other} now." in browser.post(address, {"kind": other}, follow=True).text
    assert Room.objects.get().kind == other
    found = "General" in browser_of(carol).get("/").text
    assert found == (other == "open")


def test_only_owners_convert_archive_and_delete(general: Room, alice: User, bob: User) -> None:
    for role in ("member", "moderator"):
        conversation.set_role(general.pk, alice, bob.pk, role)
        for what in ("kind", "archive", "delete"):
            for method in (browser_of(bob).get, browser_of(bob).post):
                answer = method(f"/rooms/{general.pk}/settings/{what}/")
                assert answer.status_code == 403
                assert "Only the room&#x27;s owners" in answer.text
        assert "The whole room" not in browser_of(bob).get(f"/rooms/{general.pk}/settings/").text
    room = Room.objects.get()
    assert (room.kind, room.archived) == ("open", None)


@pytest.fixture
def archived(general: Room, alice: User, bob: User, say: Say) -> Message:
    """A message of Bob's in General, which is archived since."""
    message = say(bob, "for the record")
    browser_of(alice).post(f"/rooms/{general.pk}/settings/archive/")
    general.refresh_from_db()
    assert general.archived
    return message


def test_nothing_is_posted_in_an_archived_room(general: Room, bob: User, archived: Message, say: Say) -> None:
    with pytest.raises(ValidationError) as refusal:
        say(bob, "too late")
    assert refusal.value.code == "archived"
    for headers in (HTMX, {}):
        typed = {"body": "too late", "nonce": "a-nonce-of-bob", "composer": "a-nonce-of-bob"}
        answer = browser_of(bob).post(f"/rooms/{general.pk}/messages/", typed, headers=headers)
        assert answer.status_code == 422
        assert "This room is archived" in answer.text
    assert Message.objects.get() == archived


def test_what_was_stored_before_is_answered_as_stored(general: Room, alice: User, bob: User) -> None:
    stored = conversation.post(general.pk, bob, "hello", "a-nonce-of-bob").message
    conversation.archive(general.pk, alice)
    again = conversation.post(general.pk, bob, "hello", "a-nonce-of-bob")
    assert (again.message, again.is_new) == (stored, False)


@pytest.mark.parametrize("what", ["reply", "react", "pin", "edit", "delete"])
def test_nothing_of_a_message_changes_in_it(general: Room, bob: User, archived: Message, what: str) -> None:
    answer = browser_of(bob).post(
        f"/rooms/{general.pk}/messages/{archived.position}/{what}/", {"body": "changed", "emoji": "👍"}
    )
    assert answer.status_code == 403
    assert "This room is archived" in answer.text
    entry = access.enter(bob, general.pk)
    assert access.permitted_actions(entry, archived) == {"read", "bookmark"}
    archived.refresh_from_db()
    assert (archived.body, archived.pinned, archived.reacted, archived.deleted) == ("for the record", None, None, None)


def test_nothing_changes_either_when_it_is_archived_in_between(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(bob, "hello")
    conversation.archive(general.pk, alice)
    for act in (
        lambda: conversation.edit(message, "changed", bob, paced=True),
        lambda: conversation.toggle_reaction(message, bob, "👍"),
        lambda: conversation.pin(message, bob),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.code == "archived"
    with pytest.raises(access.MayNotHere, match="archived"):
        conversation.change_room(general.pk, by=alice, topic="changed")


def test_it_is_found_read_joined_and_left(general: Room, bob: User, carol: User, archived: Message) -> None:
    browser = browser_of(carol)
    assert "archived</small>" in browser.get("/").text
    assert browser.post(f"/rooms/{general.pk}/join/").status_code == 302
    page = browser.get(f"/rooms/{general.pk}/").text
    assert "for the record" in page
    assert "This room is archived: it can be read" in page
    assert "for the record" in browser.get("/search/?q=record").text.replace("<mark>", "").replace("</mark>", "")
    assert browser.post(f"/rooms/{general.pk}/leave/").status_code == 302


def test_an_owner_takes_it_out_again(general: Room, alice: User, bob: User, archived: Message, say: Say) -> None:
    browser = browser_of(alice)
    assert "Take General out of the archive?" in browser.get(f"/rooms/{general.pk}/settings/archive/").text
    browser.post(f"/rooms/{general.pk}/settings/archive/", {"out": "yes"})
    assert say(bob, "again").body == "again"


@pytest.mark.django_db(transaction=True)
def test_open_pages_say_at_once_that_it_is_archived(general: Room, alice: User, bob: User) -> None:
    seen = see(bob, general, lambda: conversation.archive(general.pk, alice), "This room is archived")
    assert 'id="archived" class="room-note" hx-swap-oob="true"' in seen.text
    general.refresh_from_db()
    seen = see(bob, general, lambda: conversation.unarchive(general.pk, alice), 'id="archived"')
    assert "This room is archived" not in seen.text


def test_a_room_is_deleted_once_its_name_is_typed(general: Room, alice: User, say: Say) -> None:
    say(alice, "hello")
    browser, address = browser_of(alice), f"/rooms/{general.pk}/settings/delete/"
    page = browser.get(address).text
    assert "1 message goes with it," in page
    assert "2 people" in page
    for typed in ("", "general", "General?"):
        answer = browser.post(address, {"typed": typed})
        assert answer.status_code == 422
        assert "Type the name exactly as it stands above." in answer.text
        assert answer.context["form"]["typed"].value() == typed
    assert "The room General is deleted." in browser.post(address, {"typed": "General"}, follow=True).text
    assert not Room.objects.exists()
    assert browser.get(f"/rooms/{general.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_open_pages_of_a_deleted_room_say_so_and_its_files_are_gone(general: Room, alice: User, bob: User) -> None:
    typed = {"body": "", "nonce": "nonce-of-a-send", "composer": "nonce-of-a-send", "files": [sent("b.pdf", PDF)]}
    browser_of(alice).post(f"/rooms/{general.pk}/messages/", typed)
    file = str(Attachment.objects.get().file.name)
    assert default_storage.exists(file)
    general.refresh_from_db()

    def delete() -> None:
        browser_of(alice).post(f"/rooms/{general.pk}/settings/delete/", {"typed": "General"})

    assert "This room is no longer there." in see(bob, general, delete, until=4404).text
    assert not default_storage.exists(file)
    assert not Membership.objects.exists()


def test_who_lost_the_role_meanwhile_deletes_nothing(general: Room, alice: User, bob: User) -> None:
    conversation.hand_over(general.pk, alice, bob.pk)
    with pytest.raises(access.MayNotHere):
        conversation.delete_room(general.pk, alice)
    assert Room.objects.exists()
