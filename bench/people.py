"""Fills a database with people who are signed in and rooms that they are in: `python -m bench.people OUTPUT.json`.

Runs in a process of its own, with DATABASE_URL naming the (migrated) database. Room 1 is the crowd, in which everybody
is; ten people are in each of the others.
"""

import json
import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path

PEOPLE = 5000
SMALL_ROOMS = 100
IN_A_SMALL_ROOM = 10
HISTORY = 60
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def fill() -> dict[str, object]:
    """Create everything and return what a generator needs to act for these people."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from accounts.models import User
    from rooms.markup import render
    from rooms.models import Membership, Message, Room

    password = make_password(None)
    User.objects.bulk_create(
        User(username=f"person{n}", email=f"person{n}@example.com", display_name=f"Person {n}", password=password)
        for n in range(PEOPLE)
    )
    people = list(User.objects.order_by("pk"))
    rooms = [Room.objects.create(name=f"Room {n}", version=HISTORY) for n in range(1 + SMALL_ROOMS)]
    memberships = [Membership(room=rooms[0], user=person) for person in people]
    for n, room in enumerate(rooms[1:]):
        memberships += [Membership(room=room, user=person) for person in small_room(people, n)]
    Membership.objects.bulk_create(memberships, batch_size=500)
    now = timezone.now()
    for n, room in enumerate(rooms):
        Message.objects.bulk_create(
            Message(
                room=room,
                author=(people if n == 0 else small_room(people, n - 1))[position % IN_A_SMALL_ROOM],
                position=position,
                version=position,
                nonce=f"history-{n}-{position}",
                body=said_before(position),
                html=render(said_before(position)),
                created=now - timedelta(minutes=HISTORY - position),
                previous_created=now - timedelta(minutes=HISTORY - position + 1) if position > 1 else None,
            )
            for position in range(1, HISTORY + 1)
        )
    keys = [secrets.token_hex(16) for _ in people]
    encode = SessionStore().encode
    Session.objects.bulk_create(
        (
            Session(
                session_key=key,
                session_data=encode(
                    {
                        "_auth_user_id": str(person.pk),
                        "_auth_user_backend": BACKEND,
                        "_auth_user_hash": person.get_session_auth_hash(),
                    }
                ),
                expire_date=now + timedelta(days=1),
            )
            for key, person in zip(keys, people, strict=True)
        ),
        batch_size=500,
    )
    return {"sessions": keys, "users": [person.pk for person in people], "rooms": [room.pk for room in rooms]}


def said_before(position: int) -> str:
    return f"What was said before, number {position}: see https://example.com/{position} and tell me."


def small_room[T](people: list[T], n: int) -> list[T]:
    """Return who is in small room ``n``."""
    return people[n * IN_A_SMALL_ROOM : (n + 1) * IN_A_SMALL_ROOM]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
    import django

    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(fill()))
