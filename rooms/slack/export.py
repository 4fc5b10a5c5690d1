"""What lies where in a Slack export: people, channels, a file for each day of each channel, and perhaps files."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any

from rooms.importing.report import Broken
from rooms.models import Room

from .container import Container
from .entry import Entry, objects, text_of, texts_of

# Which list has what kind of room, and by what its folder is called.
LISTS = {
    "channels.json": (Room.Kind.OPEN, "name"),
    "groups.json": (Room.Kind.PRIVATE, "name"),
    "mpims.json": (Room.Kind.DIRECT, "name"),
    "dms.json": (Room.Kind.DIRECT, "id"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json")
_ID = re.compile(r"\w{1,30}", re.ASCII)
# Where programs that add the files put them: __uploads/F01/plan.pdf, general/attachments/F01-plan.pdf.
_FILE = re.compile(r"(?:^|/)(F[A-Z0-9]{5,20})(?:/[^/]+|[-_.][^/]*)$")


@dataclass(frozen=True)
class Channel:
    """A conversation in Slack. ``days`` are the paths of its files, in order; ``pins`` the keys of pinned messages."""

    id: str
    name: str
    kind: str
    members: list[str]
    creator: str
    topic: str
    description: str
    created: datetime | None
    archived: bool
    days: list[str]
    pins: dict[str, datetime | None]


@dataclass
class Export:
    """An export of Slack's whose lists have been read. Raises ``Broken`` for what is none."""

    container: Container
    people: list[dict[str, Any]] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    # By the keys of files, where the archive holds them.
    files: dict[str, str] = field(default_factory=dict)
    # What nobody asked for: folders without a channel, and other files in them.
    unknown: list[str] = field(default_factory=list)

    @property
    def team(self) -> str:
        return next((text_of(person, "team_id") for person in self.people if text_of(person, "team_id")), "")


def read_export(file: IO[bytes], name: str) -> Export:
    """Return what is in an export, its messages not read yet. Raises ``Broken``."""
    container = Container(file, name)
    users = min((path for path in container.names if path.rpartition("/")[2] == "users.json"), key=len, default=None)
    if users is None:
        raise Broken(name, "this is no export of Slack's: it has no users.json")
    top = users.removesuffix("users.json")
    export = Export(container)
    export.people = list(_listed(container, users))
    days, others = defaultdict(list), []
    for path in container.names:
        folder, _, last = path.removeprefix(top).partition("/")
        if found := _FILE.search(path):
            export.files.setdefault(found[1], path)
        elif path.startswith(top) and _DAY.fullmatch(last):
            days[folder].append(path)
        elif path.startswith(top) and last and not path.startswith("__MACOSX/"):
            others.append(path)
    lists = [each for each in LISTS if f"{top}{each}" in container.names]
    if not lists:
        raise Broken(name, f"this is no export of Slack's: it has none of {', '.join(LISTS)}")
    seen: set[str] = set()
    for each in lists:
        kind, folder_by = LISTS[each]
        for number, listed in enumerate(_listed(container, f"{top}{each}"), start=1):
            if not _ID.fullmatch(listed["id"]):
                raise Broken(f"{top}{each}, entry {number}", f"{listed['id'][:50]!r} is no key of a channel")
            if listed["id"] not in seen:
                seen.add(listed["id"])
                export.channels.append(_channel(listed, kind, sorted(days.pop(text_of(listed, folder_by), []))))
    export.unknown = [path for paths in days.values() for path in paths] + others
    return export


def entries(export: Export, channel: Channel) -> Iterator[Entry]:
    """Yield what happened in a channel in its order, a day in memory at a time. Raises ``Broken`` with the place."""
    for path in channel.days:
        day = [Entry.read(raw, path, number) for number, raw in enumerate(export.container.json(path), start=1)]
        yield from sorted(day, key=lambda entry: entry.order)


def _listed(container: Container, path: str) -> Iterator[dict[str, Any]]:
    for number, listed in enumerate(container.json(path), start=1):
        if not isinstance(listed, dict) or not text_of(listed, "id"):
            raise Broken(f"{path}, entry {number}", "this should be an object with an id")
        yield listed


def _channel(listed: dict[str, Any], kind: str, days: list[str]) -> Channel:
    pins = {text_of(pin, "id"): _moment(pin.get("created")) for pin in objects(listed, "pins")}
    return Channel(
        id=listed["id"],
        name=text_of(listed, "name"),
        kind=kind,
        members=texts_of(listed, "members"),
        creator=text_of(listed, "creator"),
        topic=_value(listed, "topic"),
        description=_value(listed, "purpose"),
        created=_moment(listed.get("created")),
        archived=listed.get("is_archived") is True,
        days=days,
        pins=pins,
    )


def _value(listed: dict[str, Any], key: str) -> str:
    inner = listed.get(key)
    return text_of(inner, "value") if isinstance(inner, dict) else ""


def _moment(seconds: object) -> datetime | None:
    if not isinstance(seconds, int) or not 0 < seconds < 4_102_444_800:
        return None
    return datetime.fromtimestamp(seconds, UTC)
