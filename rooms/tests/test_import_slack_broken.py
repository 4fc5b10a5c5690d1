"""An archive that is broken anywhere changes nothing, and says where."""

import io
import zlib
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from accounts.models import User
from rooms import slack
from rooms.models import Message, Origin, Room
from rooms.slack import container

from .files import PDF
from .slack_exports import START, channel, export, said, zipped

GOOD = said(START, "U0ALICE", "good")


def refused(archive: io.BytesIO) -> str:
    """Return what is said about an archive that changes nothing."""
    with pytest.raises(slack.Broken) as broken:
        slack.take_in(archive, "export.zip")
    assert not Room.objects.exists()
    assert not Message.objects.exists()
    assert not Origin.objects.exists()
    assert not User.objects.filter(is_placeholder=True).exists()
    return str(broken.value)


def with_files(**files: Any) -> io.BytesIO:
    return export(GOOD, files={path.replace("__", "/"): content for path, content in files.items()})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "says"),
    [
        (
            b'[\n{"ts": "1700000001.0", "text": "a"},\n{"ts": ,}\n]',
            "garden/2024-01-01.json, line 3, column 8 (character 46)",
        ),
        (b'[{"type": "message"', "garden/2024-01-01.json, line 1, column 20"),
        (b'[\n"\xff"]', "garden/2024-01-01.json, line 2 (byte 3): this is not UTF-8"),
        (b"{}", "garden/2024-01-01.json: this should be a list"),
        (b"[1]", "garden/2024-01-01.json, message 1: this should be an object"),
        (b'[{"ts": "yesterday"}]', "garden/2024-01-01.json, message 1: its ts 'yesterday' is no time"),
        (b'[{"ts": "9999999999.0"}]', "is no time"),
        (b"[" * 100_000, "nested too deep"),
        (b"[" + b"9" * 10_000 + b"]", "a number has no end"),
    ],
)
def test_a_day_that_can_not_be_read(day: bytes, says: str) -> None:
    assert says in refused(export(GOOD, files={"garden/2024-01-01.json": day}))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["../etc/passwd", "/etc/passwd", "garden/../../x.json", "C:\\x", "a\\..\\b", "garden//x"]
)
def test_a_name_that_leads_out_of_the_archive(path: str) -> None:
    said_about_it = refused(export(GOOD, files={path: b"[]"}))
    assert "leads out of the archive" in said_about_it
    assert "entry 4" in said_about_it


@pytest.mark.django_db
def test_a_file_that_would_grow_beyond_all_measure() -> None:
    assert "would grow from" in refused(export(GOOD, files={"garden/2024-01-01.json": b" " * 20_000_000}))


@pytest.mark.django_db
def test_more_than_fits_within_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_JSON_BYTES", 100)
    assert "users.json" in refused(export(GOOD))
    monkeypatch.undo()
    monkeypatch.setattr(container, "MOST_JSON_BYTES_TOGETHER", 100)
    assert "the most is 100" in refused(export(GOOD))
    monkeypatch.undo()
    monkeypatch.setattr(container, "MOST_ENTRIES", 2)
    assert "more than 2 files" in refused(export(GOOD))


@pytest.mark.django_db
def test_what_is_no_archive_or_no_export() -> None:
    assert "no ZIP archive" in refused(io.BytesIO(b"hello"))
    assert "no ZIP archive" in refused(io.BytesIO(export(GOOD).getvalue()[:-60]))
    assert "it has no users.json" in refused(zipped({"readme.txt": b"hello"}))
    assert "it has none of channels.json" in refused(zipped({"users.json": []}))
    assert "channels.json, entry 1" in refused(export(GOOD, files={"channels.json": ["garden"]}))
    assert "is no key of a channel" in refused(export(GOOD, files={"channels.json": [channel("../x", "x", [])]}))
    assert "users.json, line 1" in refused(export(GOOD, files={"users.json": b"["}))


@pytest.mark.django_db
def test_a_file_that_is_damaged() -> None:
    files = [{"id": "F0HELD01", "name": "plan.pdf"}]
    content = PDF + bytes(range(256)) * 20
    archive = bytearray(
        export(said(START, "U0ALICE", "x", files=files), files={"__uploads/F0HELD01/plan.pdf": content}).getvalue()
    )
    packed = zlib.compressobj(wbits=-15)
    squeezed = packed.compress(content) + packed.flush()
    archive[archive.index(squeezed) + len(squeezed) // 2] ^= 255
    assert "__uploads/F0HELD01/plan.pdf: it is damaged" in refused(io.BytesIO(bytes(archive)))


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_with_one_name() -> None:
    target = export(GOOD)
    with ZipFile(target, "a", ZIP_DEFLATED) as archive:
        archive.writestr("users.json", "[]")
    assert "two files with this name" in refused(target)


@pytest.mark.django_db
def test_nothing_is_believed_about_the_shape_of_what_is_inside() -> None:
    strange = {
        "reactions": "many",
        "files": [7, {"id": ["x"]}],
        "edited": 3,
        "thread_ts": {},
        "blocks": {"a": 1},
        "subtype": [],
        "attachments": [None],
        "user_profile": "x",
        "bot_profile": 1,
        "pinned_to": "C0GARDEN",
        "text": "\ud800 \x00 here",
    }
    users = [{"id": "U0ALICE", "profile": "x", "name": 5, "team_id": []}, {"id": "U2", "profile": {"email": 7}}]
    channels = [channel("C0GARDEN", "garden", ["U0ALICE"], topic="x", purpose=[], pins={"a": 1}, creator=3)]
    channels[0] |= {"members": ["U0ALICE", 7, None], "created": "then"}
    archive = export(said(START, "U0ALICE", "") | strange, files={"users.json": users, "channels.json": channels})
    report = slack.take_in(archive, "export.zip")
    message = Message.objects.get()
    assert message.body.startswith("?  here")
    assert report.taken_in["added"] == 1
