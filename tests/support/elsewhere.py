"""Another process of the same site, which does in rooms what a test tells it to.

``Elsewhere`` is the test's end. The other end is this file run as a program: it takes one JSON list a line, [name,
arguments], and answers each with one JSON line.
"""

import json
import os
import subprocess
import sys
from typing import Any

from .server import ROOT, ParleyServer


class Elsewhere:
    """The test's end: every function below that is listed in ``ACTS`` can be called on it by its name."""

    def __init__(self, server: ParleyServer) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.elsewhere"],
            cwd=ROOT,
            env=os.environ | server.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __getattr__(self, name: str) -> Any:
        if name not in ACTS:
            raise AttributeError(name)

        def act(*arguments: Any) -> Any:
            assert self._process.stdin
            assert self._process.stdout
            print(json.dumps([name, arguments]), file=self._process.stdin, flush=True)
            answer = json.loads(self._process.stdout.readline() or '{"error": "the process has ended"}')
            if "error" in answer:
                raise RuntimeError(f"{name}{arguments}: {answer['error']}")
            return answer["result"]

        return act

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


def _user(name: str) -> Any:
    from accounts.models import User

    return User.objects.get(username=name)


def _message(room_id: int, position: int) -> Any:
    from rooms.models import Message

    return Message.objects.get(room_id=room_id, position=position)


def make_room(name: str, members: list[str]) -> int:
    """Make an open room owned by the first of ``members``; return its id."""
    from rooms import conversation

    room = conversation.create_room(name, _user(members[0]))
    for member in members[1:]:
        conversation.add_member(room.pk, _user(member))
    return int(room.pk)


def make_admin(name: str, password: str) -> None:
    """Make somebody who may do everything in Admin."""
    from accounts.models import User

    if not User.objects.filter(username=name).exists():
        User.objects.create_superuser(name, f"{name}@example.org", password)


def open_direct(name: str, other: str) -> int:
    """Open the conversation of two people; return its id."""
    from rooms import conversation

    return int(conversation.open_direct(_user(name), [_user(other)]).pk)


def room_called(name: str) -> int:
    from rooms.models import Room

    return int(Room.objects.get(name=name).pk)


def post(room_id: int, author: str, body: str, reply_to: int | None = None) -> int:
    """Post a message, perhaps as a reply to the one at a position; return its position."""
    from rooms import conversation
    from rooms.forms import new_nonce

    return int(conversation.post(room_id, _user(author), body, new_nonce(), reply_to=reply_to).message.position)


def edit(room_id: int, position: int, body: str) -> None:
    from rooms import conversation

    conversation.edit(_message(room_id, position), body)


def delete(room_id: int, position: int) -> None:
    from rooms import conversation

    conversation.delete(_message(room_id, position))


def react(room_id: int, position: int, person: str, emoji: str) -> None:
    from rooms import conversation

    conversation.toggle_reaction(_message(room_id, position), _user(person), emoji)


def pin(room_id: int, position: int, person: str) -> None:
    from rooms import conversation

    conversation.pin(_message(room_id, position), _user(person))


def rename(room_id: int, name: str) -> None:
    from rooms import conversation
    from rooms.models import Room

    conversation.change_room(room_id, name=name, kind=Room.objects.get(pk=room_id).kind)


def set_kind(room_id: int, kind: str) -> None:
    from rooms import conversation

    conversation.change_room(room_id, kind=kind)


def add(room_id: int, member: str) -> None:
    from rooms import conversation

    conversation.add_member(room_id, _user(member))


def remove(room_id: int, member: str) -> None:
    from rooms import conversation
    from rooms.models import Membership

    conversation.remove_member(Membership.objects.get(room_id=room_id, user__username=member))


def call(name: str, display_name: str) -> None:
    """Give somebody another display name; all rooms hear of it."""
    from accounts import people

    person = _user(name)
    person.display_name = display_name
    people.save(person, ["display_name"])


def read_alerts(name: str) -> None:
    """Leave nothing that calls somebody unread, whatever other tests have said."""
    from alerts import calling

    calling.mark_read(_user(name))


def here(names: list[str]) -> list[str]:
    """Return which of these people have a page open in any process."""
    from rooms.presence.asking import here_now

    found = here_now([_user(name).pk for name in names])
    return [name for name in names if _user(name).pk in found]


def bodies(room_id: int) -> list[str]:
    """Return the text of every stored message of a room, in order."""
    from rooms.models import Message

    return list(Message.objects.filter(room_id=room_id).order_by("position").values_list("body", flat=True))


def live_in(name: str, time_zone: str) -> None:
    from accounts.models import User

    User.objects.filter(username=name).update(time_zone=time_zone)


def sign_in(name: str) -> str:
    """Begin a session of somebody's without a browser; return its key."""
    from django.test import Client

    browser = Client()
    browser.force_login(_user(name))
    return str(browser.session.session_key)


def sign_in_admin() -> str:
    """Begin a session of an admin, who is made where there is none; return its key."""
    from accounts.models import User

    User.objects.get_or_create(username="admin", defaults={"is_staff": True, "is_superuser": True})
    return sign_in("admin")


def make_bot(room_id: int, username: str, display_name: str) -> str:
    """Make a bot that belongs to a room, and return its token."""
    from rooms import conversation
    from rooms.bots import keeping

    bot = keeping.make_bot(username, display_name, "", _user("alice"))
    conversation.add_member(room_id, bot.user)
    return keeping.new_token_for(bot)


def promote(name: str) -> None:
    """Let somebody do everything in Admin."""
    from accounts.models import User

    User.objects.filter(username=name).update(is_staff=True, is_superuser=True)


def grow_old(room_id: int, positions: list[int], keep_days: int) -> None:
    """Let messages have been written longer ago than the room keeps any."""
    from datetime import timedelta

    from django.db.models import F

    from rooms import conversation
    from rooms.models import Message

    conversation.change_room(room_id, keep_days=keep_days)
    old = Message.objects.filter(room_id=room_id, position__in=positions)
    old.update(created=F("created") - timedelta(days=keep_days + 1))


def apply_retention() -> None:
    from rooms import retention

    list(retention.apply())


DOINGS = (
    make_admin,
    open_direct,
    make_room,
    room_called,
    post,
    edit,
    delete,
    react,
    pin,
    rename,
    set_kind,
    add,
    remove,
    call,
    read_alerts,
    here,
    bodies,
    live_in,
    sign_in,
    sign_in_admin,
    make_bot,
    promote,
    grow_old,
    apply_retention,
)
ACTS = {act.__name__: act for act in DOINGS}


def main() -> None:
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            answer = {"result": ACTS[name](*arguments)}
        except Exception as error:
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
    import django

    django.setup()
    main()
