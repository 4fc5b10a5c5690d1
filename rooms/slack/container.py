"""A ZIP from somebody else: opened within bounds, and refused as a whole where anything is wrong with it.

Nothing is unpacked to a disk, and nothing is believed of what it says about itself.
"""

import json
import re
import struct
import zlib
from collections.abc import Iterator
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from rooms.importing.report import Broken

MOST_ENTRIES = 500_000
# The list at the end of the ZIP, which is read as a whole.
MOST_LISTED_BYTES = 128 * 1024 * 1024
MOST_JSON_BYTES = 64 * 1024 * 1024
MOST_JSON_BYTES_TOGETHER = 8 * 1024 * 1024 * 1024
# A text may become a small part of itself; one that becomes almost nothing was made to fill memories.
MOST_SHRUNK = 400
SMALL = 1024 * 1024
PIECE = 256 * 1024

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")


class Container:
    """The ZIP. ``names`` has the place of everything in it. Raises ``Broken`` for what can't be right."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.name = name
        self._refuse_endless_list(file)
        try:
            self._zip = ZipFile(file)
        except (BadZipFile, LargeZipFile, EOFError, ValueError, NotImplementedError, struct.error) as error:
            raise Broken(name, f"this is no ZIP archive, or a part of it is missing ({error})") from None
        self.names: dict[str, ZipInfo] = {}
        for number, info in enumerate(self._zip.infolist(), start=1):
            self._look_at(number, info)
        together = sum(info.file_size for path, info in self.names.items() if path.endswith(".json"))
        if together > MOST_JSON_BYTES_TOGETHER:
            raise Broken(name, f"its JSON files would have {together} bytes; the most is {MOST_JSON_BYTES_TOGETHER}")

    def _refuse_endless_list(self, file: IO[bytes]) -> None:
        """Look at how long the list of contents says it is, before it is read as a whole."""
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_536 - _END.size))
        tail = file.read()
        start = tail.rfind(b"PK\x05\x06")
        if start < 0 or len(tail) - start < _END.size:
            raise Broken(self.name, "this is no ZIP archive, or its end is missing")
        *_, entries, listed, _, _ = _END.unpack_from(tail, start)
        start_64 = tail.rfind(b"PK\x06\x06", 0, start)
        if start_64 >= 0 and len(tail) - start_64 >= _END_64.size:
            *_, entries_64, listed_64, _ = _END_64.unpack_from(tail, start_64)
            entries, listed = max(entries, entries_64), max(listed if listed < 0xFFFFFFFF else 0, listed_64)
        if entries > MOST_ENTRIES or listed > MOST_LISTED_BYTES:
            raise Broken(self.name, f"it lists more than {MOST_ENTRIES} files")
        file.seek(0)

    def _look_at(self, number: int, info: ZipInfo) -> None:
        path = info.filename
        place = f"{self.name}, entry {number} ({path[:200]!r})"
        parts = path.rstrip("/").split("/")
        if path.startswith("/") or "\\" in path or "\x00" in path or re.match(r"[A-Za-z]:", path):
            raise Broken(place, "its name leads out of the archive")
        if not path.rstrip("/") or any(part in {"", ".", ".."} for part in parts):
            raise Broken(place, "its name leads out of the archive")
        if number > MOST_ENTRIES:
            raise Broken(place, f"there are more than {MOST_ENTRIES} files")
        if info.flag_bits & 1:
            raise Broken(place, "it is encrypted")
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise Broken(place, "it is compressed in a way that Slack doesn't use")
        if path in self.names:
            raise Broken(place, "there are two files with this name")
        if path.endswith(".json") and info.file_size > MOST_JSON_BYTES:
            raise Broken(place, f"it would have {info.file_size} bytes; the most is {MOST_JSON_BYTES}")
        if info.file_size > SMALL and info.file_size > MOST_SHRUNK * max(info.compress_size, 1):
            raise Broken(place, f"it would grow from {info.compress_size} to {info.file_size} bytes")
        if not path.endswith("/"):
            self.names[path] = info

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the content of a file, never more than it said. Raises ``Broken`` where it is damaged."""
        try:
            with self._zip.open(self.names[path]) as content:
                while piece := content.read(PIECE):
                    yield piece
        except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
            raise Broken(path, f"it is damaged ({error})") from None

    def json(self, path: str) -> list[Any]:
        """Return the list that is in a file. Raises ``Broken`` with the line where it can't be read."""
        raw = b"".join(self.pieces(path))
        try:
            found = json.loads(raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise Broken(f"{path}, line {line} (byte {error.start})", "this is not UTF-8") from None
        except json.JSONDecodeError as error:
            raise Broken(
                f"{path}, line {error.lineno}, column {error.colno} (character {error.pos})", error.msg
            ) from None
        except (RecursionError, ValueError):
            raise Broken(path, "nobody writes JSON like this: it is nested too deep, or a number has no end") from None
        if not isinstance(found, list):
            raise Broken(path, "this should be a list")
        return found
