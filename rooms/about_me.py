"""What is stored about one person beside what they wrote, for them to keep."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from accounts.models import Block, Profile, SignIn, User
from alerts.models import Alert

from .models import Bookmark, Draft, Membership, Reaction

BATCH = 500
ABOUT = ("username", "display_name", "email", "time_zone", "language", "theme", "density", "motion", "link_previews")


def as_json(user: User) -> Iterator[str]:
    """Yield the text of one JSON object, piece by piece: the account, and a list of everything that hangs on it."""
    yield json.dumps({"account": _account(user)}, ensure_ascii=False).removesuffix("}")
    for name, entries in _lists(user):
        yield f', "{name}": ['
        separator = "\n"
        for entry in entries:
            yield separator + json.dumps(entry, ensure_ascii=False, default=str)
            separator = ",\n"
        yield "\n]"
    yield "}\n"


def _account(user: User) -> dict[str, Any]:
    profile = Profile.objects.filter(user=user).first()
    return {
        **{name: getattr(user, name) for name in ABOUT},
        "joined": user.date_joined.isoformat(),
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "pronouns": profile.pronouns if profile else "",
        "about_me": profile.bio if profile else "",
    }


def _lists(user: User) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    # A room that one belongs to has its name; what is somewhere else may be in one that one may not see any more.
    yield "rooms", _rows(Membership.objects.filter(user=user), "room_id", "room__name", "role", "joined")
    yield "reactions", _rows(Reaction.objects.filter(user=user), "message__room_id", "message__position", "emoji")
    yield "bookmarks", _rows(Bookmark.objects.filter(user=user), "message__room_id", "message__position", "created")
    yield "drafts", _rows(Draft.objects.filter(user=user), "room_id", "body", "updated")
    yield "alerts", _rows(Alert.objects.filter(user=user), "kind", "content", "place", "created", "read")
    yield "blocked", _rows(Block.objects.filter(blocker=user), "blocked__username")
    yield "sign_ins", _rows(SignIn.objects.filter(user=user), "browser", "started", "seen")


def _rows(rows: QuerySet[Any], *fields: str) -> Iterator[dict[str, Any]]:
    """Yield the named fields of each, some read at a time: no transaction stays open while somebody slow downloads."""
    last = 0
    while batch := list(rows.order_by("pk").filter(pk__gt=last).values("pk", *fields)[:BATCH]):
        last = batch[-1]["pk"]
        for row in batch:
            del row["pk"]
            yield {name.replace("message__", "").replace("__", "_"): value for name, value in row.items()}
