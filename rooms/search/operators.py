"""The operators of search, in one table: what each is called, how it is explained, and what it asks for.

A new operator is a function and a row of ``OPERATORS``; a new thing that ``has:`` or ``is:`` finds is a row of ``HAS``
or ``IS``. The help on the page and the sentences about what can't be read come from these tables.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

from .. import access
from .query import Query


@dataclass(frozen=True)
class Operator:
    """``read`` returns the query with what ``value`` (never empty) asks for; it raises ``ValidationError``."""

    name: str
    example: str
    help: str | Promise
    read: Callable[[str, Query, User], Query]


@dataclass(frozen=True)
class Has:
    """What a message may have: a tag of the index (schema.py), or a condition in SQL on the message ``m``.

    A tag is found at once; a condition is looked up for message after message, newest first.
    """

    tag: str = ""
    condition: str = ""


_FILES = "SELECT 1 FROM rooms_attachment AS attachment WHERE attachment.message_id = m.id"

HAS = {
    "link": Has(tag="link"),
    "code": Has(tag="code"),
    "file": Has(condition=f"EXISTS ({_FILES})"),
    "image": Has(condition=f"EXISTS ({_FILES} AND attachment.content_type LIKE 'image/%%')"),
}

# What a message may be: conditions in SQL, as above.
IS = {"pinned": "m.pinned IS NOT NULL"}


def _from(value: str, query: Query, user: User) -> Query:
    name = value.removeprefix("@")
    if name.lower() == "me":
        return replace(query, authors=(*query.authors, user.pk))
    authors = access.authors_called(user, name).values_list("pk", flat=True)
    if not authors:
        raise ValidationError(_("Nobody in your rooms is called “%(name)s”."), params={"name": name})
    return replace(query, authors=(*query.authors, *authors))


def _in(value: str, query: Query, user: User) -> Query:
    name = value.removeprefix("#")
    # The database compares names as it does for their being unique.
    room = access.rooms_of(user).filter(name__iexact=name).first()
    if room is None:
        raise ValidationError(_("You are in no room called “%(name)s”."), params={"name": name})
    return replace(query, rooms=(*query.rooms, room.pk))


def _before(value: str, query: Query, user: User) -> Query:
    return _until(query, _start_of(_day(value)))


def _after(value: str, query: Query, user: User) -> Query:
    return _since(query, _start_of(_day(value) + timedelta(days=1)))


def _on(value: str, query: Query, user: User) -> Query:
    day = _day(value)
    return _until(_since(query, _start_of(day)), _start_of(day + timedelta(days=1)))


def _has(value: str, query: Query, user: User) -> Query:
    has = HAS.get(value.lower())
    if has is None:
        raise ValidationError(
            _("has:%(value)s can't be searched for; these can: %(known)s"),
            params={"value": value, "known": ", ".join(f"has:{name}" for name in HAS)},
        )
    tags = (*query.tags, has.tag) if has.tag else query.tags
    conditions = (*query.conditions, has.condition) if has.condition else query.conditions
    return replace(query, tags=tags, conditions=conditions)


def _is(value: str, query: Query, user: User) -> Query:
    condition = IS.get(value.lower())
    if condition is None:
        raise ValidationError(
            _("is:%(value)s can't be searched for; these can: %(known)s"),
            params={"value": value, "known": ", ".join(f"is:{name}" for name in IS)},
        )
    return replace(query, conditions=(*query.conditions, condition))


def _day(value: str) -> date:
    today = timezone.localdate()
    if value.lower() in {"today", "yesterday"}:
        return today - timedelta(days=value.lower() == "yesterday")
    try:
        year, month, day = value.split("-")
        if not (len(year) == 4 and (year + month + day).isascii()):
            raise ValueError(value)
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise ValidationError(
            _("“%(value)s” is no date. Write year, month and day: %(today)s"),
            params={"value": value, "today": today.isoformat()},
        ) from None
    # Beyond these, some time zone leaves the years that a date may have.
    return min(max(found, date(1900, 1, 1)), date(9000, 1, 1))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _since(query: Query, moment: datetime) -> Query:
    return replace(query, since=max(query.since or moment, moment))


def _until(query: Query, moment: datetime) -> Query:
    return replace(query, until=min(query.until or moment, moment))


OPERATORS = {
    operator.name: operator
    for operator in (
        Operator("from", "from:alice", gettext_lazy("written by this person; from:me for yourself"), _from),
        Operator("in", 'in:"Tea room"', gettext_lazy("in this room; names with spaces in quotes"), _in),
        Operator("before", "before:2026-01-31", gettext_lazy("written before this day"), _before),
        Operator("after", "after:2026-01-31", gettext_lazy("written after this day"), _after),
        Operator("on", "on:2026-01-31", gettext_lazy("written on this day; or today, or yesterday"), _on),
        Operator(
            "has", "has:link", format_lazy(gettext_lazy("with one of these in it: {known}"), known=", ".join(HAS)), _has
        ),
        Operator("is", "is:pinned", gettext_lazy("pinned in its room"), _is),
    )
}
