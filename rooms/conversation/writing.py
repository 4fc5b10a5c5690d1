"""The HTML of what is written in a room: Markdown, and the members it mentions."""

from collections.abc import Sequence

from django.db.models.functions import Lower

from accounts.models import User

from ..markup import mentions, render


def written(room_id: int, body: str) -> str:
    """Return the HTML of a message that is written as ``body`` in the room.

    Who is mentioned is looked up here, once and for good, and only where there is an @.
    """
    html = render(body)
    if "@" not in body:
        return html
    return mentions.mark(html, _mentioned(room_id, mentions.names_in(body)))


def written_together(room_id: int, bodies: Sequence[str]) -> list[str]:
    """Return what ``written`` does for each of many messages; who is mentioned is looked up in one query."""
    names = [mentions.names_in(body) if "@" in body else set() for body in bodies]
    people = _mentioned(room_id, set().union(*names))
    return [
        mentions.mark(render(body), {name: people[name] for name in called if name in people})
        for body, called in zip(bodies, names, strict=True)
    ]


def _mentioned(room_id: int, names: set[str]) -> dict[str, int]:
    """Return the members who are called by one of ``names``, by user name or display name, and the whole room."""
    if not names:
        return {}
    people = {mentions.ROOM: 0} if mentions.ROOM in names else {}
    if names == {mentions.ROOM}:
        return people
    found = User.objects.filter(memberships__room_id=room_id).annotate(
        small_username=Lower("username"), small_name=Lower("display_name")
    )
    called = found.filter(small_username__in=names) | found.filter(small_name__in=names)
    # A user name is one person's; a display name may be several people's, and is then nobody's.
    by_display_name: dict[str, set[int]] = {}
    for pk, username, name in called.values_list("pk", "small_username", "small_name"):
        by_display_name.setdefault(name, set()).add(pk)
        if username in names:
            people.setdefault(username, pk)
    for name, keys in by_display_name.items():
        if name in names and len(keys) == 1:
            people.setdefault(name, keys.pop())
    return people
