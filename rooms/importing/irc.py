"""A channel log from IRC (``rooms.irc_log``) as a room."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError

from accounts import people
from accounts.models import User
from rooms import conversation, irc_log, retention
from rooms.models import Message, Room

from .report import Broken, Report


def take_in(
    log: Iterable[bytes],
    room: str,
    day: date,
    *,
    unreadable: Callable[[irc_log.Unreadable], None] = lambda line: None,
    seen: Callable[[int], None] = lambda number: None,
) -> Report:
    """Take in what a log holds and isn't in the room called ``room`` yet, which is made if need be. The log starts on
    ``day``. ``unreadable`` is called with every line that is left out, ``seen`` with the number of each other one.

    Raises ``Broken`` for a name that no room can have, or where somebody has signed up by the name of somebody's nick.
    """
    report = Report()
    target = _room(room)
    lines = _Lines(target, report, unreadable, seen)
    report.taken_in["added"] = conversation.import_messages(target.pk, lines.of(irc_log.read(log, day)))
    report.taken_in["there"] = report.taken_in.pop("parts", 0) - report.taken_in["added"]
    report.taken_in["people"] = len(lines.people)
    return report


def _room(name: str) -> Room:
    found = Room.objects.filter(name__iexact=name.strip()).exclude(kind=Room.Kind.DIRECT).first()
    try:
        return found or conversation.create_room(name, None)
    except ValidationError as refusal:
        raise Broken(name, f"No room can be called that. {' '.join(refusal.messages)}") from None


class _Lines:
    def __init__(
        self,
        room: Room,
        report: Report,
        unreadable: Callable[[irc_log.Unreadable], None],
        seen: Callable[[int], None],
    ) -> None:
        self._room = room
        self._not_before = retention.oldest_kept(room)
        self._report = report
        self._unreadable = unreadable
        self._seen = seen
        self.people: dict[str, User] = {}

    def of(self, entries: Iterator[irc_log.Entry | irc_log.Unreadable]) -> Iterator[conversation.Line]:
        alike = Counter[str]()
        for entry in entries:
            if isinstance(entry, irc_log.Unreadable):
                self._report.leave_out("unreadable", f"line {entry.number}: {entry.reason}")
                self._unreadable(entry)
                continue
            self._seen(entry.number)
            if self._not_before and entry.moment < self._not_before:
                self._report.leave_out("old", f"line {entry.number}")
                continue
            self._report.taken_in["notices" if entry.is_notice else "said"] += 1
            # What a line says names it, not its number: a log that has grown since adds only its new lines.
            identity = f"{self._room.pk}|{entry.moment:%Y-%m-%d %H:%M}|{entry.nick}|{entry.text}"
            alike[identity] += 1
            digest = hashlib.sha256(f"{identity}|{alike[identity]}".encode()).hexdigest()[:32]
            kind = Message.Kind.NOTICE if entry.is_notice else Message.Kind.TEXT
            for index, text in enumerate(irc_log.parts(entry.text, settings.MESSAGE_MAX_LENGTH)):
                self._report.taken_in["parts"] += 1
                yield conversation.Line(
                    self._person(entry.nick), text, f"irc-{digest}-{index}", entry.moment, kind, is_plain=True
                )

    def _person(self, nick: str) -> User:
        """Return the placeholder for ``nick``: the same in every run and every log."""
        if nick not in self.people:
            safe = re.sub(r"[^\w.@+-]", "_", nick)[:100]
            digest = hashlib.sha256(nick.encode()).hexdigest()[:8]
            # Nobody who signed up is taken for somebody on IRC; should they hold the name, the digest makes another.
            names = [f"{safe}.irc", f"{safe}.irc-{digest}"] if safe == nick else [f"{safe}.irc-{digest}"]
            found = (people.placeholder(name, nick[:60]) for name in names)
            person = next((user for user in found if user), None)
            if person is None:
                raise Broken(nick, f"Somebody has signed up as {names[-1]}, the name that this nick needs.")
            self.people[nick] = person
        return self.people[nick]
