"""The quick switcher: rooms and people by some letters of their names, where one has been last first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, Model, Q, QuerySet, Value, When
from django.urls import reverse

from accounts import blocks
from accounts.models import User

from . import access, people
from .completion import folded
from .models import Membership, Room
from .room_list import UNREAD, is_unread

MOST = 10
# Where something else fits too, so many of those that one has been to come before it.
MOST_RECENT = 6
# Somebody in more rooms than these finds the others by the database, where accents count.
MINE = 1_000
LONGEST = 60

# How well a name fits what was typed.
WHOLE, BEGINNING, WORD, INSIDE = 4, 3, 2, 1


@dataclass(frozen=True)
class Hit:
    """A room, or a person to whom one has not written alone."""

    url: str
    name: str
    quality: int
    # Of a room; empty for a person.
    kind: str = ""
    # Whose letter and colour stand for it: a person's, or the other's of a conversation of two.
    person: User | None = None
    is_unread: bool = False
    is_archived: bool = False
    is_mine: bool = True
    # When one was there last, as ``Membership`` has it.
    last_read: datetime | None = None


def cleaned(text: str) -> str:
    """Return what was typed in one line, without what only says that it is a name, and no longer than names are."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[: LONGEST * 4])
    return " ".join(shown.split()).lstrip("@#")[:LONGEST].strip()


def find(user: User, text: str) -> list[Hit]:
    """Return at most ``MOST`` rooms that ``user`` may know of and people whom they have not blocked, that fit ``text``.

    Without a text it is where they have been last. Five queries at most, whatever there is.
    """
    hits = _find(user, text)
    people_shown = {hit.person.pk: hit.person for hit in hits if hit.person and hit.kind}
    for pk, picture in User.objects.filter(pk__in=people_shown).exclude(picture="").values_list("pk", "picture"):
        people_shown[pk].picture = picture
    return hits


def _find(user: User, text: str) -> list[Hit]:
    sought = folded(text)
    mine = list(_mine(user, sought))
    recent = [hit for hit in mine if hit.last_read and hit.quality]
    if not text:
        return recent[:MOST]
    shown = {hit.url for hit in mine if hit.quality}
    rest = [hit for hit in mine if hit.quality and not hit.last_read]
    rest += [hit for hit in _other_rooms(user, text) if hit.url not in shown]
    rest += [hit for hit in _other_people(user, text, mine) if hit.url not in shown]
    rest.sort(key=lambda hit: (-hit.quality, folded(hit.name)))
    # A name that is just what was typed is never crowded out.
    kept = recent[: max(MOST_RECENT, MOST - len(rest))]
    kept += [hit for hit in recent[len(kept) :] if hit.quality == WHOLE]
    return (kept + rest)[:MOST]


def best(hits: list[Hit]) -> Hit | None:
    """Return the one that was surely meant: there is no other, or none that fits nearly as well."""
    if len(hits) < 2:
        return hits[0] if hits else None
    first, second = sorted(hits, key=lambda hit: -hit.quality)[:2]
    return first if first.quality > max(second.quality, WORD) else None


def _mine(user: User, sought: str) -> Iterator[Hit]:
    """Yield the rooms of ``user``, where they have been last first, also those that don't fit (quality 0)."""
    found = Membership.objects.filter(user=user).order_by(F("last_read").desc(nulls_last=True), "room__name")
    blocked = blocks.blocked_by(user.pk)
    of_room = ["room_id", "room__name", "room__kind", "room__archived", "room__people", "last_read"]
    for pk, name, kind, archived, named, last_read, *read in found.values_list(*of_room, *UNREAD)[:MINE]:
        others = [(key, each) for key, each in named or () if key != user.pk]
        if others and all(key in blocked for key, _ in others):
            continue
        name = ", ".join(each for _, each in others) or name
        yield Hit(
            url=reverse("rooms:room", args=[pk]),
            name=name,
            quality=_quality(name, sought),
            kind=kind,
            # Enough for a letter and a colour.
            person=User(pk=others[0][0], display_name=others[0][1]) if len(others) == 1 else None,
            is_unread=is_unread(*read),
            is_archived=archived is not None,
            last_read=last_read,
        )


def _other_rooms(user: User, text: str) -> Iterator[Hit]:
    """Yield rooms that fit: open ones, and of somebody who is in very many also some of theirs."""
    found = access.rooms_found(user).exclude(kind=Room.Kind.DIRECT)
    for room in _fitting(found, ["name"], text):
        quality = _quality(room.name, folded(text)) or INSIDE
        is_mine = not room.is_open
        yield Hit(room.get_absolute_url(), room.name, quality, room.kind, is_archived=room.is_archived, is_mine=is_mine)


def _other_people(user: User, text: str, mine: list[Hit]) -> Iterator[Hit]:
    """Yield people whose name or user name fits; the way to one with whom ``user`` talks alone leads there."""
    talks = {hit.person.pk: hit for hit in mine if hit.person}
    for person in _fitting(people.people_found(user), ["username", "display_name"], text):
        names = (person.name, person.username)
        quality = max(_quality(name, folded(text)) for name in names) or INSIDE
        if talk := talks.get(person.pk):
            yield Hit(talk.url, person.name, quality, talk.kind, person, talk.is_unread)
        else:
            yield Hit(reverse("people:person", args=[person.username]), person.name, quality, person=person)


def _fitting[M: Model](found: QuerySet[M], fields: list[str], text: str) -> QuerySet[M]:
    """Return some of what has ``text`` in one of these fields, what fits best first. One pass over short names."""
    conditions = {
        quality: _any(Q(**{f"{name}__{lookup}": f"{before}{each}"}) for name in fields for each in _spellings(text))
        for quality, lookup, before in (
            (WHOLE, "iexact", ""),
            (BEGINNING, "istartswith", ""),
            (WORD, "icontains", " "),
            (INSIDE, "icontains", ""),
        )
    }
    fits = Case(*(When(condition, then=Value(quality)) for quality, condition in conditions.items()))
    return found.filter(conditions[INSIDE]).order_by(fits.desc(), fields[0])[: MOST * 2]


def _any(conditions: Iterator[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _spellings(text: str) -> set[str]:
    """Return ``text`` as it may stand in a name: SQLite knows small and large letters only of ASCII."""
    return {text} if text.isascii() else {text, text.lower(), text.upper(), text.capitalize(), text.title()}


def _quality(name: str, sought: str) -> int:
    name = folded(name)
    if name == sought:
        return WHOLE
    if name.startswith(sought):
        return BEGINNING
    if f" {sought}" in name:
        return WORD
    return INSIDE if sought in name else 0
