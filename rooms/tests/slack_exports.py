"""Slack exports for tests, made in memory: small ones by hand, and large ones that have everything."""

import io
import json
from collections import defaultdict
from datetime import UTC, datetime
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from .files import PDF, picture

START = 1_700_000_000
TEAM = "T0PARLEY"


def person(key: str, name: str, email: str = "", **more: Any) -> dict[str, Any]:
    profile = {"real_name": name.title(), "display_name": name} | ({"email": email} if email else {})
    return {"id": key, "team_id": TEAM, "name": name, "profile": profile, **more}


def channel(key: str, name: str, members: list[str], **more: Any) -> dict[str, Any]:
    return {"id": key, "name": name, "created": START, "creator": (members or [""])[0], "members": members, **more}


def said(ts: float | str, user: str, text: str, **more: Any) -> dict[str, Any]:
    ts = ts if isinstance(ts, str) else f"{ts:.6f}"
    return {"type": "message", "ts": ts, "user": user, "text": text, **more}


ALICE, BOB, ZOE = (
    person("U0ALICE", "alice", "alice@example.com"),
    person("U0BOB", "bob", "bob@example.com"),
    person("U0ZOE", "zoe", "zoe@elsewhere.org"),
)


def zipped(files: dict[str, Any]) -> io.BytesIO:
    """Return a ZIP of files by their paths: bytes as they are, anything else as JSON."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content if isinstance(content, bytes) else json.dumps(content))
    target.seek(0)
    return target


def export(*messages: dict[str, Any], **more: Any) -> io.BytesIO:
    """Return an export with one channel of Alice, Bob and Zoe, called garden, in which these things happened."""
    files = {
        "users.json": [ALICE, BOB, ZOE],
        "channels.json": [channel("C0GARDEN", "garden", ["U0ALICE", "U0BOB", "U0ZOE"])],
        **by_day("garden", messages),
    }
    return zipped(files | more.pop("files", {}))


def by_day(folder: str, messages: Any) -> dict[str, list[dict[str, Any]]]:
    days = defaultdict(list)
    for message in messages:
        day = datetime.fromtimestamp(float(message["ts"]), UTC).date()
        days[f"{folder}/{day}.json"].append(message)
    return dict(sorted(days.items()))


WORDS = [
    "the",
    "garden",
    "needs",
    "water",
    "and",
    "somebody",
    "has",
    "to",
    "bring",
    "*seeds*",
    "or",
    "`code`",
    "for",
    "<https://example.org/plan>",
    ":tada:",
    "today",
]


def large(messages: int, channels: int = 4, people: int = 40) -> io.BytesIO:
    """Return an export with about so many messages, among them replies, edits, reactions, files, joins and bots."""
    dice = Random(7)
    users = [ALICE, BOB, *(person(f"U1{number:05}", f"person{number}") for number in range(people))]
    keys = [user["id"] for user in users]
    files: dict[str, Any] = {"users.json": users, "channels.json": []}
    small = picture(size=(40, 30))
    for number in range(channels):
        name = f"channel-{number}"
        files["channels.json"].append(channel(f"C0{number:05}", name, keys))
        log: list[dict[str, Any]] = []
        for index in range(messages // channels):
            ts = f"{START + index * 97 + number}.{index:06}"
            message = said(ts, dice.choice(keys), " ".join(dice.choices(WORDS, k=dice.randint(2, 14))))
            if log and index % 5 == 0:
                message["thread_ts"] = log[max(0, len(log) - dice.randint(1, 300))].get("thread_ts", log[-1]["ts"])
            if index % 11 == 0:
                message["edited"] = {"user": message["user"], "ts": f"{START + index * 97 + 60}.000000"}
            if index % 7 == 0:
                message["text"] += f" <@{dice.choice(keys)}>"
                message["reactions"] = [
                    {"name": emoji, "users": dice.sample(keys, 3), "count": 3}
                    for emoji in ("+1", "tada", "wave::skin-tone-3")
                ]
            if index % 100 == 0:
                key = f"F0{number:03}{index:05}"
                message["files"] = [{"id": key, "name": "plan.pdf", "url_private": f"https://files.example.org/{key}"}]
                files[f"__uploads/{key}/plan.pdf"] = small if index % 500 == 0 else PDF + key.encode()
            log.append(message)
        log.append(
            {"type": "message", "subtype": "channel_join", "ts": f"{START + 1}.999999", "user": keys[0], "text": "x"}
        )
        files |= by_day(name, log)
    return zipped(files)
