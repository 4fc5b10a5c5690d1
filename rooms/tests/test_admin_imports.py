"""Admins upload what was said elsewhere, see how far it is, and read what was left out."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from rooms import conversation
from rooms.importing import jobs
from rooms.models import AuditEntry, ImportJob, Message, Room

from .files import empty_storage, stored_files  # noqa: F401
from .slack_exports import START, export, said
from .watching import browser_of

ADD = "/admin/rooms/importjob/add/"


@pytest.fixture
def admin(db: None) -> Client:
    return browser_of(User.objects.create_superuser("admin", "admin@example.com"))


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs that a thread would work on."""
    keys: list[int] = []
    monkeypatch.setattr(jobs, "start", keys.append)
    return keys


def send(browser: Client, archive: BytesIO, name: str = "export.zip", **data: Any) -> Any:
    return browser.post(ADD, {"source": "slack", "upload": SimpleUploadedFile(name, archive.read()), **data})


def test_an_upload_is_worked_on_and_its_page_says_how_far_it_is(
    admin: Client, alice: User, started: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    join = said(START + 2, "U0ALICE", "x", subtype="channel_join")
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(admin, export(said(START, "U0ALICE", "hello"), join))
    job = ImportJob.objects.get()
    address = f"/admin/rooms/importjob/{job.pk}/change/"
    assert (answer.status_code, answer["Location"], started) == (302, address, [job.pk])
    page = admin.get(address).text
    assert "Looking through the file" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert f'hx-get="/admin/rooms/importjob/{job.pk}/progress/" hx-trigger="every 1s"' in page
    jobs.run(job.pk)
    assert Message.objects.get().body == "hello"
    written_down = AuditEntry.objects.get(action="site.import")
    assert (written_down.actor, written_down.after) == (job.started_by, {"name": "export.zip", "messages": 1})
    for page in (admin.get(address).text, admin.get(f"/admin/rooms/importjob/{job.pk}/progress/").text):
        assert "hx-trigger" not in page
        assert "http-equiv" not in page
        assert "messages added" in page
        assert "(channel_join)" in page
        assert "garden/2023-11-14.json, message 2" in page
    assert stored_files() == []
    assert "export.zip" in admin.get("/admin/rooms/importjob/").text


def test_how_far_it_is_is_written_down_on_the_way(admin: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SECONDS", 0)
    send(admin, export(*(said(START + number, "U0ALICE", "hello") for number in range(250))))
    job = ImportJob.objects.get()
    seen = []
    told = jobs._Told.__call__

    def watched(self: Any, done: int, total: int) -> None:
        told(self, done, total)
        page = admin.get(f"/admin/rooms/importjob/{job.pk}/progress/").text
        seen.append((ImportJob.objects.get(pk=job.pk).state, f'value="{done}" max="{total}"' in page))

    monkeypatch.setattr(jobs._Told, "__call__", watched)
    jobs.run(job.pk)
    assert ("checking", False) in seen
    assert ("running", True) in seen


def test_what_is_no_export_is_refused_beside_the_field(admin: Client) -> None:
    answer = send(admin, BytesIO(b"hello"), "holiday.zip")
    assert "holiday.zip: this is no ZIP archive" in answer.text
    assert not ImportJob.objects.exists()
    assert stored_files() == []


def test_an_archive_that_turns_out_broken_changes_nothing_and_says_where(admin: Client, alice: User) -> None:
    send(admin, export(said(START, "U0ALICE", "hello"), files={"garden/2024-01-01.json": b"[\n{]"}))
    job = ImportJob.objects.get()
    jobs.run(job.pk)
    page = admin.get(f"/admin/rooms/importjob/{job.pk}/change/").text
    assert "Nothing was changed." in page
    assert "garden/2024-01-01.json, line 2, column 2" in page
    assert not Room.objects.exists()
    assert stored_files() == []


def test_an_interrupted_import_is_offered_to_go_on(
    admin: Client, alice: User, started: list[int], django_capture_on_commit_callbacks: Any, monkeypatch: Any
) -> None:
    send(admin, export(said(START, "U0ALICE", "one"), said(START + 1, "U0ALICE", "two")))
    job = ImportJob.objects.get()
    ImportJob.objects.update(state="running", done=1, total=2, heard=timezone.now() - timedelta(seconds=30))
    address = f"/admin/rooms/importjob/{job.pk}/change/"
    jobs.run(job.pk)
    assert "Go on" not in admin.get(address).text
    assert not Message.objects.exists()
    ImportJob.objects.update(heard=timezone.now() - timedelta(seconds=90))
    assert "Interrupted" in admin.get(address).text
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(f"/admin/rooms/importjob/{job.pk}/go-on/")
    assert (answer["Location"], started) == (address, [job.pk])
    monkeypatch.setattr(conversation, "import_messages", None)
    jobs.run(job.pk)
    page = admin.get(address).text
    assert "stopped by an error" in page
    assert "Go on where it was" in page
    monkeypatch.undo()
    jobs.run(job.pk)
    assert Message.objects.count() == 2


def test_a_channel_log_is_taken_in_beside_it(admin: Client, alice: User) -> None:
    log = b"[04:46] <pawan> hello\ngarbage\n"
    answer = send(admin, BytesIO(log), "ubuntu.log", source="irc")
    assert "give the first one" in answer.text
    assert "Name the room" in answer.text
    conversation.create_room("Secret", alice, Room.Kind.PRIVATE)
    assert (
        "private room with this name" in send(admin, BytesIO(log), "2008-04-27.log", source="irc", room="secret").text
    )
    send(admin, BytesIO(log), "2008-04-27.log", source="irc", room="ubuntu")
    job = ImportJob.objects.get()
    jobs.run(job.pk)
    assert Message.objects.get().room.name == "ubuntu"
    assert "line 2: neither" in admin.get(f"/admin/rooms/importjob/{job.pk}/change/").text


def test_who_may_not_is_refused(admin: Client, alice: User, bob: User) -> None:
    send(admin, export())
    job = ImportJob.objects.get()
    pages = [ADD, f"/admin/rooms/importjob/{job.pk}/change/", f"/admin/rooms/importjob/{job.pk}/progress/"]
    assert {browser_of(alice).get(page).status_code for page in pages} == {302}
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    staff = browser_of(User.objects.get(pk=bob.pk))
    assert {staff.get(page).status_code for page in pages} == {403}
    assert send(staff, export()).status_code == 403
    bob.user_permissions.add(Permission.objects.get(codename="view_importjob"))
    assert [staff.get(page).status_code for page in pages] == [403, 200, 200]
    ImportJob.objects.update(state="failed")
    assert staff.post(f"/admin/rooms/importjob/{job.pk}/go-on/").status_code == 403
    assert "Go on" not in staff.get(pages[1]).text
    assert admin.get(f"/admin/rooms/importjob/{job.pk}/go-on/").status_code == 405
    assert admin.get("/admin/rooms/importjob/999/change/").status_code == 404
    assert admin.get("/admin/rooms/importjob/999/progress/").status_code == 404


def test_a_job_that_is_deleted_takes_its_file_along_and_leaves_what_came_in(admin: Client, alice: User) -> None:
    send(admin, export(said(START, "U0ALICE", "hello")))
    job = ImportJob.objects.get()
    assert len(stored_files()) == 1
    admin.post(f"/admin/rooms/importjob/{job.pk}/delete/", {"post": "yes"})
    assert stored_files() == []
    assert not ImportJob.objects.exists()
