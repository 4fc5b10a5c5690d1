"""The scripts on our pages are the published ones, and a single changed byte is noticed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.vendor_htmx import FILES, FOLDER, RECORD, VERSION, problems


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "htmx"))


def test_our_files_are_the_published_ones() -> None:
    assert problems(FOLDER) == []
    record = json.loads((FOLDER / RECORD).read_text())
    assert record["version"] == VERSION
    assert record["files"].keys() == FILES.keys()


def change_a_byte(folder: Path) -> None:
    file = folder / "hx-ws.min.js"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def lose_a_file(folder: Path) -> None:
    (folder / "hx-ws.min.js").unlink()


def add_a_file(folder: Path) -> None:
    (folder / "hx-mine.js").touch()


def record_another_version(folder: Path) -> None:
    record = folder / RECORD
    record.write_text(record.read_text().replace(VERSION, "4.0.2"))


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (change_a_byte, "hx-ws.min.js is not the file that was published"),
        (lose_a_file, "hx-ws.min.js is missing"),
        (add_a_file, "hx-mine.js is not recorded"),
        (record_another_version, f"{RECORD} records htmx.org 4.0.2, not htmx.org {VERSION}"),
    ],
)
def test_any_difference_is_named(copy: Path, harm: Callable[[Path], None], problem: str) -> None:
    harm(copy)
    assert problems(copy) == [problem]
