"""The whole way from an archive to rooms: first all of it is read, and only then anything is written."""

from typing import IO

from accounts.models import User
from rooms import conversation, retention
from rooms.conversation.direct import MOST_PEOPLE
from rooms.importing.report import Progress, Report
from rooms.models import Room

from .entry import objects, text_of
from .export import Channel, Export, entries, read_export
from .lines import Lines
from .people import People


def take_in(
    file: IO[bytes], name: str, *, trust_addresses: bool = False, progress: Progress = lambda done, total: None
) -> Report:
    """Take in what an export of Slack's holds and isn't here yet, and return what became of it.

    Called again it goes on where it was, and changes nothing where all is here. ``name`` is what the archive is called
    in messages. Raises ``Broken``, before anything is written, for an archive that is no export or is damaged anywhere.
    """
    export = read_export(file, name)
    report = Report()
    total = _read_all(export, progress)
    for path in export.unknown:
        report.leave_out("unknown", path)
    people = People(export, report, trust_addresses=trust_addresses)
    done = 0

    def seen() -> None:
        nonlocal done
        done += 1
        if done % 100 == 0:
            progress(done, total)

    for channel in export.channels:
        if arrival := _arrival(export, channel, people, report):
            room, is_new = conversation.import_room(arrival)
            report.taken_in["rooms_made" if is_new else "rooms_there"] += 1
            not_before = retention.oldest_kept(room)
            lines = Lines(export, channel, people, report, seen, lambda: progress(done, total), not_before)
            report.taken_in["added"] += conversation.import_messages(room.pk, lines)
    report.taken_in["there"] = report.taken_in.pop("parts", 0) - report.taken_in["added"]
    progress(total, total)
    return report


def _read_all(export: Export, progress: Progress) -> int:
    """Return how much happened in all channels, all of it and all files read once."""
    total = 0
    named = set()
    for channel in export.channels:
        for entry in entries(export, channel):
            total += 1
            named |= {text_of(file, "id") for file in objects(entry.raw, "files")}
        progress(0, 0)
    for key in named & export.files.keys():
        for _ in export.container.pieces(export.files[key]):
            pass
        progress(0, 0)
    return total


def _arrival(export: Export, channel: Channel, people: People, report: Report) -> conversation.Arrival | None:
    is_direct = channel.kind == Room.Kind.DIRECT
    if is_direct:
        if not 2 <= len(set(channel.members)) <= MOST_PEOPLE:
            report.leave_out("channel_people", channel.name or channel.id)
            return None
        if not any(people.is_here(key) for key in channel.members):
            report.leave_out("channel_strangers", channel.name or channel.id)
            return None
    # Whoever isn't here belongs to no room, so nobody has to be made for it.
    members = {key: people.called(key) for key in channel.members if is_direct or people.is_here(key)}
    if is_direct and len({person.pk for person in members.values()}) < 2:
        # Two in Slack are one here.
        report.leave_out("channel_people", channel.name or channel.id)
        return None
    return conversation.Arrival(
        key=f"slack:{export.team}:{channel.id}",
        name=channel.name,
        kind=channel.kind,
        suffix="Slack",
        members=list({person.pk: person for person in members.values()}.values()),
        owners=_owners(channel, members, people),
        topic=channel.topic,
        description=channel.description,
        created=channel.created,
        archived=channel.archived,
    )


def _owners(channel: Channel, members: dict[str, User], people: People) -> list[User]:
    """Return who owns the room: who made it, or else those who own the workspace."""
    if channel.creator in members:
        return [members[channel.creator]]
    return [person for key, person in members.items() if key in people.admins]
