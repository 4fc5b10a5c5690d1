"""Everything that I wrote, as an archive that can be read without us."""

import io
import json
from collections.abc import Callable
from zipfile import ZipFile

from django.core.files.storage import default_storage

from accounts.models import Block, User
from rooms import archive, conversation, keepsake, zipping
from rooms.models import Attachment, Membership, Message, Room

from .files import PDF, empty_storage, opened, picture, sent  # noqa: F401
from .watching import browser_of

Say = Callable[..., Message]


def download(user: User) -> ZipFile:
    answer = browser_of(user).get("/my-messages/parley-messages.zip")
    assert answer["Content-Disposition"] == 'attachment; filename="parley-messages.zip"'
    zipped = ZipFile(io.BytesIO(answer.getvalue()))
    assert zipped.testzip() is None
    return zipped


def page_of(user: User) -> str:
    return download(user).read("parley-messages/messages.html").decode()


def send(user: User, room: Room, *files) -> None:
    data = {"body": "look", "nonce": f"nonce-of-{user.username}", "files": list(files)}
    assert browser_of(user).post(f"/rooms/{room.pk}/messages/", data).status_code == 302


def test_it_has_a_page_and_the_same_as_data(general: Room, alice: User, bob: User, say: Say, monkeypatch) -> None:
    monkeypatch.setattr(archive, "BATCH", 3)
    for number in range(7):
        say(alice, f"*mine* {number} <script>")
        say(bob, "theirs")
    zipped = download(alice)
    page = zipped.read("parley-messages/messages.html").decode()
    assert [page.count(f"<em>mine</em> {number} &lt;script&gt;") for number in range(7)] == [1] * 7
    assert "theirs" not in page
    assert "\x00" not in page
    # The room and the day stand above the first of them alone.
    assert page.count("<h2>General,") == 1
    data = json.loads(zipped.read("parley-messages/messages.json"))
    assert [entry["source"] for entry in data["messages"]] == [f"*mine* {number} <script>" for number in range(7)]


def test_the_page_needs_nothing_from_anywhere(general: Room, alice: User, say: Say) -> None:
    say(alice, "hello")
    page = page_of(alice)
    assert "--surface:" in page
    for asking in ("<link", "src=", "<script", "url(", "@import"):
        assert asking not in page


def test_my_files_lie_in_it_and_pictures_show_on_the_page(general: Room, alice: User, bob: User) -> None:
    send(alice, general, sent("a plan: b?.pdf", PDF), sent("holiday.png", picture()))
    send(bob, general, sent("his.pdf", PDF))
    zipped = download(alice)
    plan, holiday = Attachment.objects.filter(message__author=alice)
    names = [f"parley-messages/files/{plan.pk}-a plan_ b_.pdf", f"parley-messages/files/{holiday.pk}-holiday.png"]
    assert sorted(zipped.namelist()[3:]) == sorted(names)
    assert zipped.read(names[0]) == PDF
    assert opened(zipped.read(names[1])).size == (1200, 800)
    page = zipped.read("parley-messages/messages.html").decode()
    assert f'<a href="files/{plan.pk}-a%20plan_%20b_.pdf"' in page
    assert f'<img src="files/{holiday.pk}-holiday.png" width="400" height="267"' in page


def test_a_name_can_lead_nowhere_else() -> None:
    for name in ("..", "../../etc/passwd", "a/b", "con:", "x" * 195 + "é" * 100 + ".pdf", ".profile"):
        kept = zipping.name_in_archive(Attachment(pk=7, name=name))
        assert kept.startswith("files/7-")
        assert "/" not in kept.removeprefix("files/")
        assert len(kept.encode()) < 255
    assert zipping.name_in_archive(Attachment(pk=7, name="é" * 190 + ".pdf")).endswith("é.pdf")


def test_a_file_that_is_gone_from_the_storage_breaks_nothing(general: Room, alice: User) -> None:
    send(alice, general, sent("a.pdf", PDF))
    default_storage.delete(str(Attachment.objects.get().file.name))
    zipped = download(alice)
    assert zipped.read(zipped.namelist()[-1]) == b""


def test_deleted_messages_leave_neither_words_nor_files(general: Room, alice: User) -> None:
    send(alice, general, sent("a.pdf", PDF))
    conversation.delete(Message.objects.get(body="look"))
    zipped = download(alice)
    assert not [name for name in zipped.namelist() if "/files/" in name]
    assert "This message was deleted." in zipped.read("parley-messages/messages.html").decode()


def test_times_are_those_of_the_reader(general: Room, alice: User, say: Say) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="Asia/Kolkata")
    say(alice, "hello")
    page = page_of(User.objects.get(pk=alice.pk))
    assert "Asia/Kolkata" in page
    assert "+05:30" in page


def test_a_private_room_that_i_was_removed_from_stays_without_its_name(alice: User, bob: User) -> None:
    room = conversation.create_room("Secret", alice, Room.Kind.PRIVATE)
    conversation.add_member(room.pk, bob)
    conversation.post(room.pk, bob, "my own words", "nonce-of-a-send")
    conversation.remove_member(Membership.objects.get(room=room, user=bob))
    page = page_of(bob)
    assert "my own words" in page
    assert "Secret" not in page


def test_it_is_made_piece_by_piece(general: Room, alice: User) -> None:
    large = b"%PDF-" + bytes(range(256)) * 4000
    send(alice, general, sent("large.pdf", large))
    pieces = list(keepsake.as_zip(alice))
    # An empty piece would be taken for the end.
    assert all(pieces)
    assert max(map(len, pieces)) < 3 * keepsake.PIECE


def test_who_wrote_nothing_gets_one_too_and_strangers_none(carol: User, client) -> None:
    assert len(download(carol).namelist()) == 3
    assert client.get("/my-messages/parley-messages.zip")["Location"].startswith("/accounts/login/")
    assert 'href="/my-messages/parley-messages.zip"' in browser_of(carol).get("/my-messages/").text


def test_what_else_is_stored_of_me_lies_in_it(general: Room, alice: User, bob: User, say: Say) -> None:
    message = say(bob, "hello")
    conversation.toggle_reaction(message, alice, "👍")
    conversation.bookmark(message, alice)
    conversation.keep_draft(general.pk, alice, "nonce-of-a-draft", "not sent yet")
    Block.objects.create(blocker=alice, blocked=bob)
    about = json.loads(download(alice).read("parley-messages/about-me.json"))
    assert about["account"]["email"] == "alice@example.com"
    assert [(room["room_name"], room["role"]) for room in about["rooms"]] == [("General", "owner")]
    assert about["reactions"] == [{"room_id": general.pk, "position": message.position, "emoji": "👍"}]
    assert about["bookmarks"][0]["position"] == message.position
    assert about["drafts"][0]["body"] == "not sent yet"
    assert about["blocked"] == [{"blocked_username": "bob"}]
    assert len(about["sign_ins"]) == 1
    assert "password" not in about["account"]
