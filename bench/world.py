"""The database that every system starts from, and who sits where in it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .people import HISTORY, IN_A_SMALL_ROOM, SMALL_ROOMS

ROOT = Path(__file__).resolve().parent.parent
# As a host sets it, but over plain http on this machine, and with nobody held back for writing too fast.
SITE_ENV = {
    "DEBUG": "no",
    "SECRET_KEY": "only for benchmarks on this machine",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECURE_SSL_REDIRECT": "no",
    "SECURE_COOKIES": "no",
    "SECURE_HSTS_SECONDS": "0",
    "MESSAGE_BURST": "1000000",
    "MESSAGE_RATE": "1000000",
    "EMAIL_URL": "dummymail://",
    "PYTHONUNBUFFERED": "1",
}
CSRF = "b" * 32


@dataclass(frozen=True)
class Seat:
    """Somebody in a room; both are counted from 0, and room 0 is the crowd."""

    room: int
    person: int


@dataclass(frozen=True)
class Scene:
    """Who views, and who posts where."""

    viewers: list[Seat]
    posters: list[Seat]


def crowd(viewers: int, *, bystanders: int = 0) -> Scene:
    """``viewers`` in one room, 32 of them writing, and ``bystanders`` in small rooms where nothing is said."""
    seats = [Seat(0, person) for person in range(viewers)]
    posters = [Seat(0, person) for person in range(min(32, viewers))]
    return Scene(seats + small_rooms().viewers[:bystanders], posters)


def small_rooms() -> Scene:
    """Ten viewers in each of a hundred rooms, and one of them writing in each."""
    seats = [Seat(1 + person // IN_A_SMALL_ROOM, person) for person in range(SMALL_ROOMS * IN_A_SMALL_ROOM)]
    return Scene(seats, seats[::IN_A_SMALL_ROOM])


class World:
    """A migrated, filled database in ``directory``, of which every run gets a copy."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._original = directory / "original.sqlite3"
        # Not the checkout's own: what is collected there would be what tests and the next server find.
        self.static = directory / "static"
        env = {
            **os.environ,
            **SITE_ENV,
            "DATABASE_URL": f"sqlite:///{self._original}",
            "STATIC_ROOT": str(self.static),
        }
        for command in (
            ["manage.py", "migrate", "--verbosity", "0"],
            ["manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
            ["-m", "bench.people", str(directory / "people.json")],
        ):
            subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True)
        people = json.loads((directory / "people.json").read_text())
        self.sessions: list[str] = people["sessions"]
        self.users: list[int] = people["users"]
        self.rooms: list[int] = people["rooms"]
        self.cursor = HISTORY

    def fresh_copy(self) -> Path:
        """Return a database in which nothing has been said yet; the one before it is gone."""
        copy = self.directory / "run.sqlite3"
        for leftover in self.directory.glob("run.sqlite3*"):
            leftover.unlink()
        shutil.copyfile(self._original, copy)
        return copy

    def cookies(self, person: int) -> str:
        """Return the header with which ``person`` is signed in."""
        return f"Cookie: sessionid={self.sessions[person]}; csrftoken={CSRF}\r\n"
