"""Everything that I wrote, as a file."""

import json
from collections.abc import Callable

from accounts.models import User
from rooms import archive, conversation
from rooms.models import Membership, Message, Room

from .files import PDF, sent
from .watching import browser_of

Say = Callable[..., Message]


def download(user: User) -> dict:
    answer = browser_of(user).get("/my-messages/parley-messages.json")
    assert answer["Content-Disposition"] == 'attachment; filename="parley-messages.json"'
    return json.loads(answer.getvalue())


def test_all_of_mine_and_nothing_of_others(general: Room, alice: User, bob: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr(archive, "BATCH", 3)
    for number in range(8):
        say(alice, f'*mine* "{number}" 😀')
        say(bob, "theirs")
    file = download(alice)
    assert (file["username"], file["display_name"]) == ("alice", "Alice")
    assert [entry["source"] for entry in file["messages"]] == [f'*mine* "{number}" 😀' for number in range(8)]
    assert file["messages"][0]["room"] == {"id": general.pk, "name": "General"}
    assert file["messages"][0]["written"] == Message.objects.filter(author=alice)[0].created.isoformat()


def test_an_edit_and_a_deletion_show_in_it(general: Room, alice: User, say: Say) -> None:
    edited, deleted = say(alice, "before"), say(alice, "to be taken back")
    conversation.edit(edited, "after")
    conversation.delete(deleted)
    first, second = download(alice)["messages"]
    assert (first["source"], second["source"]) == ("after", "")
    assert first["edited"]
    assert not first["deleted"]
    assert second["deleted"]


def test_files_are_named(general: Room, alice: User) -> None:
    data = {"body": "look", "nonce": "nonce-of-a-send", "files": [sent("b.pdf", PDF)]}
    browser_of(alice).post(f"/rooms/{general.pk}/messages/", data)
    (entry,) = download(alice)["messages"]
    assert entry["files"] == [{"name": "b.pdf", "size": len(PDF)}]


def test_a_private_room_that_i_was_removed_from_stays_without_its_name(alice: User, bob: User) -> None:
    room = conversation.create_room("Secret", alice, Room.Kind.PRIVATE)
    conversation.add_member(room.pk, bob)
    conversation.post(room.pk, bob, "my own words", "nonce-of-a-send")
    conversation.remove_member(Membership.objects.get(room=room, user=bob))
    (entry,) = [entry for entry in download(bob)["messages"] if entry["source"] == "my own words"]
    assert entry["room"] == {"id": room.pk, "name": ""}


def test_who_wrote_nothing_gets_a_file_too(carol: User) -> None:
    assert download(carol)["messages"] == []


def test_it_is_made_piece_by_piece(
    general: Room, alice: User, say: Say, monkeypatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(archive, "BATCH", 2)
    for number in range(6):
        say(alice, f"mine {number}")
    pieces = archive.as_json(alice)
    next(pieces)
    # The names of the rooms, and the first messages; the others are read when they are asked for.
    with django_assert_num_queries(3):
        piece = next(pieces)
    assert "mine 1" in piece
    assert "mine 2" not in piece
    # An empty piece would be taken for the end.
    assert all(pieces)


def test_strangers_get_nothing(client, db) -> None:
    for address in ("/my-messages/", "/my-messages/parley-messages.json"):
        assert client.get(address)["Location"].startswith("/accounts/login/")


def test_the_page_is_beside_the_preferences(alice: User) -> None:
    assert 'href="/my-messages/"' in browser_of(alice).get("/accounts/preferences/").text
    assert 'href="/my-messages/parley-messages.json"' in browser_of(alice).get("/my-messages/").text
