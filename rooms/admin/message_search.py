"""The search field above the messages in Admin: the site's own search, over all rooms that are open to who asks."""

import re
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User

from .. import staff_access
from ..search import newest, parse
from ..search.errors import TookTooLong

# So many are found; who looks for others says more.
MOST_FOUND = 200

# Whom and where to look for: whoever asks needn't be there, as the site's own operators want it.
_OPERATOR = re.compile(r'(?<!\S)(?P<name>from|in):(?:"(?P<quoted>[^"]*)"?|(?P<value>\S+))', re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """Keys of messages, and what is to be said about them or about what was typed."""

    keys: list[int]
    sentences: list[str]


def find(text: str, user: User, *, room: str = "", author: str = "") -> Found:
    """Return the newest messages that ``text`` looks for, in one room or from one author where their keys are given."""
    query = parse(_OPERATOR.sub(" ", text), user)
    problems = [*query.problems]
    rooms, authors = _numbers(room), _numbers(author)
    for match in _OPERATOR.finditer(text):
        value = (match["quoted"] if match["quoted"] is not None else match["value"]).strip()
        if match["name"].lower() == "from":
            keys = _people(value, user)
            authors = (*authors, *keys)
        else:
            keys = _rooms(value, user)
            rooms = (*rooms, *keys)
        if not keys:
            problems.append(_("There is nothing called “%(name)s”.") % {"name": value})
    query = replace(query, rooms=rooms, authors=authors, problems=())
    if problems or query.is_empty:
        return Found([], problems)
    try:
        found = newest(query, staff_access.reading(user), MOST_FOUND)
    except TookTooLong:
        return Found([], [_("This search takes too long: say more, such as a room or a time.")])
    if len(found) == MOST_FOUND:
        return Found(found, [_("These are the newest %(count)d; say more to find others.") % {"count": MOST_FOUND}])
    return Found(found, [])


def _numbers(text: str) -> tuple[int, ...]:
    return (int(text),) if re.fullmatch("[0-9]{1,18}", text) else ()


def _people(name: str, user: User) -> tuple[int, ...]:
    name = name.removeprefix("@")
    if name.lower() == "me":
        return (user.pk,)
    called = User.objects.filter(Q(username__iexact=name) | Q(display_name__iexact=name))
    return tuple(called.values_list("pk", flat=True)[:MOST_FOUND])


def _rooms(name: str, user: User) -> tuple[int, ...]:
    found = staff_access.rooms_open_to(user).filter(name__iexact=name.removeprefix("#"))
    return tuple(found.values_list("pk", flat=True)[:MOST_FOUND])
