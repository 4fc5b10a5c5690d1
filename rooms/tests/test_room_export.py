"""A room as an archive that can be read without us, for those who may take it away."""

import io
import json
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from rooms import conversation, room_export, zipping
from rooms.models import AuditEntry, Membership, Message, Room

from .files import PDF, empty_storage, picture, sent  # noqa: F401
from .watching import browser_of

Say = Callable[..., Message]


def opened(answer: Any) -> ZipFile:
    archive = ZipFile(io.BytesIO(answer.getvalue()))
    assert archive.testzip() is None
    return archive


def download(user: User, room: Room) -> ZipFile:
    answer = browser_of(user).get(f"/rooms/{room.pk}/export/room.zip")
    assert answer["Content-Disposition"] == f'attachment; filename="parley-room-{room.pk}.zip"'
    return opened(answer)


def read(archive: ZipFile, name: str) -> str:
    return archive.read(f"{archive.namelist()[0].partition('/')[0]}/{name}").decode()


def test_it_reads_as_the_room_does_and_says_the_same_as_data(general: Room, alice: User, bob: User, say: Say) -> None:
    first = say(alice, "who *waters*? <script>")
    answer = say(bob, "me", to=first)
    conversation.toggle_reaction(first, bob, "👍")
    conversation.pin(first, alice)
    conversation.edit(say(bob, "befor"), "after")
    conversation.delete(say(bob, "to be taken back"))
    archive = download(alice, general)
    page = read(archive, "page-0001.html")
    assert "who <em>waters</em>? &lt;script&gt;" in page
    assert f'<a href="page-0001.html#m{first.position}"><strong dir="auto">Alice</strong>' in page
    assert "👍 1" in page
    assert "This message was deleted." in page
    assert "taken back" not in page
    data = json.loads(read(archive, "room.json"))
    assert (data["schema"], data["room"]["name"]) == ("parley-room/1", "General")
    assert [(each["username"], each["role"]) for each in data["members"]] == [("alice", "owner"), ("bob", "member")]
    said, reply, edited, deleted = data["messages"]
    assert (said["source"], said["reactions"]) == ("who *waters*? <script>", [{"emoji": "👍", "by": ["bob"]}])
    assert said["pinned"]
    assert said["author"] == {"id": alice.pk, "username": "alice", "name": "Alice"}
    assert (reply["position"], reply["reply_to"], reply["thread"]) == (answer.position, first.position, first.position)
    assert (edited["source"], bool(edited["edited"])) == ("after", True)
    assert (deleted["source"], deleted["html"], bool(deleted["deleted"])) == ("", "", True)


def test_the_pages_need_nothing_from_anywhere(general: Room, alice: User, say: Say) -> None:
    say(alice, "hello")
    archive = download(alice, general)
    assert "--surface:" in read(archive, "look.css")
    for page in ("index.html", "page-0001.html"):
        text = read(archive, page)
        assert '<link rel="stylesheet" href="look.css">' in text
        for asking in ("src=", "<script", "url(", "@import", "http"):
            assert asking not in text


def test_files_lie_in_it_and_pictures_show(general: Room, alice: User) -> None:
    data = {"body": "look", "nonce": "nonce-of-a-send", "files": [sent("plan.pdf", PDF), sent("a.png", picture())]}
    browser_of(alice).post(f"/rooms/{general.pk}/messages/", data)
    archive = download(alice, general)
    plan, shown = json.loads(read(archive, "room.json"))["messages"][0]["files"]
    assert (plan["name"], plan["type"], plan["size"]) == ("plan.pdf", "application/pdf", len(PDF))
    assert archive.read(f"parley-room-{general.pk}/{plan['path']}") == PDF
    assert f'<img src="{shown["path"]}" width="400" height="267"' in read(archive, "page-0001.html")


def test_a_long_room_has_many_pages_and_comes_piece_by_piece(
    general: Room, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_export, "BATCH", 7)
    monkeypatch.setattr(room_export, "PAGE", 20)
    now = general.created
    lines = (conversation.Line(alice, f"number {n} {'word ' * 100}", f"line-{n}", now) for n in range(50))
    conversation.import_messages(general.pk, lines)
    general.refresh_from_db()
    pieces = list(room_export.as_zip(general))
    assert all(pieces)
    assert max(map(len, pieces)) < 2 * zipping.PIECE
    archive = ZipFile(io.BytesIO(b"".join(pieces)))
    assert [name.rpartition("/")[2] for name in archive.namelist()] == [
        "look.css", "index.html", "room.json", "page-0001.html", "page-0002.html", "page-0003.html",
    ]  # fmt: skip
    middle = read(archive, "page-0002.html")
    assert [f"number {number} " in middle for number in (19, 20, 39, 40)] == [False, True, True, False]
    assert 'rel="prev" href="page-0001.html"' in middle
    assert 'rel="next" href="page-0003.html"' in middle
    assert middle.count("<h2>") == 1
    assert len(json.loads(read(archive, "room.json"))["messages"]) == 50
    assert read(archive, "index.html").count('<li><a href="page-') == 3


def test_an_empty_room_has_an_archive_too(general: Room, alice: User) -> None:
    archive = download(alice, general)
    assert "Nobody has said anything here." in read(archive, "index.html")
    assert json.loads(read(archive, "room.json"))["messages"] == []


@pytest.mark.parametrize("address", ["export/", "export/room.zip"])
def test_only_owners_may(general: Room, alice: User, bob: User, carol: User, address: str) -> None:
    Membership.objects.filter(user=bob).update(role="moderator")
    where = f"/rooms/{general.pk}/{address}"
    assert browser_of(alice).get(where).status_code == 200
    assert browser_of(bob).get(where).status_code == 403
    assert browser_of(carol).get(where).status_code == 403
    assert Client().get(where)["Location"].startswith("/accounts/login/")
    assert f"/rooms/{general.pk}/export/" in browser_of(alice).get(f"/rooms/{general.pk}/settings/").text
    assert f"/rooms/{general.pk}/export/" not in browser_of(bob).get(f"/rooms/{general.pk}/settings/").text
    direct = conversation.open_direct(alice, [bob])
    assert browser_of(alice).get(f"/rooms/{direct.pk}/{address}").status_code == 403


def test_an_archived_room_can_be_taken_away(general: Room, alice: User) -> None:
    conversation.archive(general.pk)
    assert download(alice, general).namelist()


def test_admins_with_the_permission_may_and_are_recorded(general: Room, alice: User, bob: User, carol: User) -> None:
    User.objects.filter(pk=carol.pk).update(is_staff=True)
    address = f"/admin/rooms/room/{general.pk}/export/"
    carol.user_permissions.add(Permission.objects.get(codename="view_room"))
    staff = browser_of(carol)
    assert staff.get(address).status_code == 403
    assert address not in staff.get(f"/admin/rooms/room/{general.pk}/change/").text
    carol.user_permissions.add(Permission.objects.get(codename="export_room"))
    assert address in staff.get(f"/admin/rooms/room/{general.pk}/change/").text
    assert opened(staff.get(address)).namelist()
    assert AuditEntry.objects.get(action="room.export").actor == carol
    # Closed rooms stay closed until they are opened for a reason.
    direct = conversation.open_direct(alice, [bob])
    assert staff.get(f"/admin/rooms/room/{direct.pk}/export/").status_code == 403
    conversation.break_glass(direct.pk, carol, "a court asks for it")
    assert staff.get(f"/admin/rooms/room/{direct.pk}/export/").status_code == 200
    assert browser_of(alice).get(address).status_code == 302
