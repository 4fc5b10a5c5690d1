"""Who people in Slack are here: somebody with the same address, or a placeholder, and the same in every run."""

import hashlib
import re
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower

from accounts import people
from accounts.models import User
from rooms.importing.report import Report
from rooms.models import Origin

from .entry import Entry, text_of
from .export import Export

SLACKBOT = "USLACKBOT"
BATCH = 500


class People:
    """The people of an export. With ``trust_addresses`` an account counts as somebody's also where nobody has shown
    that the address is theirs.
    """

    def __init__(self, export: Export, report: Report, *, trust_addresses: bool) -> None:
        self._export = export
        self._report = report
        self._trust_addresses = trust_addresses
        self._listed = {person["id"]: person for person in export.people}
        self._found: dict[str, User] = {}
        self._earlier = self._from_earlier_imports()
        self._by_address = self._here_already()
        self.admins = {
            key
            for key, person in self._listed.items()
            if person.get("is_owner") is True or person.get("is_primary_owner") is True
        }

    def called(self, key: str, name: str = "") -> User:
        """Return who has a key in Slack. ``name`` is for one whom the list of people leaves out."""
        if key not in self._found:
            self._found[key] = self._find(key, name)
        return self._found[key]

    def known(self, key: str) -> bool:
        """Whether the export or an earlier one says anything of a person."""
        return key in self._listed or key in self._found or self._key(key) in self._earlier or key == SLACKBOT

    def is_here(self, key: str) -> bool:
        """Whether somebody who can sign in has this key, without a placeholder being made for the question."""
        user = (
            self._found.get(key)
            or self._earlier.get(self._key(key))
            or self._by_address.get(_address(self._listed.get(key, {})))
        )
        return bool(user and user.is_active)

    def author_of(self, entry: Entry) -> User:
        """Return who said something, a program too."""
        raw = entry.raw
        if key := text_of(raw, "user"):
            profile = raw.get("user_profile")
            return self.called(key, _name(profile) if isinstance(profile, dict) else "")
        profile = raw.get("bot_profile")
        name = text_of(raw, "username") or (text_of(profile, "name") if isinstance(profile, dict) else "")
        bot = text_of(raw, "bot_id") or "bot"
        # One program may speak under several names.
        return self.called(f"{bot}:{name}" if name else bot, name or bot)

    def _key(self, key: str) -> str:
        """Return what names somebody among all origins."""
        whole = f"slack:{self._export.team}:{key}"
        return whole if len(whole) <= 100 else f"{whole[:60]}:{hashlib.sha256(whole.encode()).hexdigest()[:32]}"

    def _find(self, key: str, name: str) -> User:
        origin = self._key(key)
        if earlier := self._earlier.get(origin):
            self._report.taken_in["people_there"] += 1
            return earlier
        listed = self._listed.get(key, {})
        user = self._by_address.get(_address(listed))
        self._report.taken_in["people_matched" if user else "people_made"] += 1
        with transaction.atomic():
            user = user or _placeholder(origin, text_of(listed, "name") or name or key, _name(listed) or name or key)
            Origin.objects.create(key=origin, person=user)
        return user

    def _from_earlier_imports(self) -> dict[str, User]:
        ours = Origin.objects.filter(key__startswith=f"slack:{self._export.team}:", person__isnull=False)
        return {origin.key: origin.person for origin in ours.select_related("person") if origin.person}

    def _here_already(self) -> dict[str, User]:
        addresses = sorted({address for person in self._export.people if (address := _address(person))})
        found: dict[str, User] = {}
        for start in range(0, len(addresses), BATCH):
            found |= self._with_addresses(addresses[start : start + BATCH])
        return found

    def _with_addresses(self, addresses: list[str]) -> dict[str, User]:
        claimed = EmailAddress.objects.annotate(small=Lower("email")).filter(small__in=addresses)
        confirmed: dict[str, User] = {}
        unconfirmed: dict[str, User] = {}
        for each in claimed.select_related("user").order_by("-pk"):
            (confirmed if each.verified else unconfirmed)[each.small] = each.user
        users = User.objects.annotate(small=Lower("email")).filter(small__in=addresses, is_placeholder=False)
        for user in users.order_by("-pk"):
            if user.small not in confirmed and user.small not in unconfirmed:
                # An admin has written it down: nobody could have claimed it by signing up.
                confirmed[user.small] = user
        if self._trust_addresses:
            return unconfirmed | confirmed
        for address in unconfirmed.keys() - confirmed.keys():
            self._report.leave_out("unconfirmed", address)
        return confirmed


def _address(person: dict[str, Any]) -> str:
    profile = person.get("profile")
    return text_of(profile, "email").strip().lower() if isinstance(profile, dict) else ""


def _name(person: dict[str, Any]) -> str:
    profile = person.get("profile")
    sources = [profile, person] if isinstance(profile, dict) else [person]
    names = (text_of(source, key).strip() for key in ("display_name", "real_name", "name") for source in sources)
    return next(filter(None, names), "")


def _placeholder(origin: str, username: str, name: str) -> User:
    """Make a placeholder that nobody takes for somebody who is here: its names say where it is from."""
    safe = re.sub(r"[^\w.@+-]", "_", username)[:100]
    digest = hashlib.sha256(origin.encode()).hexdigest()[:12]
    taken = User.objects.filter(username__iexact=f"{safe}.slack").exists()
    username = f"{safe}.slack-{digest}" if taken else f"{safe}.slack"
    user = people.placeholder(username, f"{' '.join(name.split())[:52]} (Slack)")
    if user is None:
        raise ValueError(f"somebody has signed up as {username}")
    return user
