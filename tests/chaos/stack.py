"""The servers of one batch: Daphne on SQLite, or two of them on PostgreSQL and Redis, with a private copy of each."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from tests.support import programs
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.redis import RedisServer, running_redis

ROOT = Path(__file__).resolve().parents[2]
MAX_CLOCK_ERROR_SECONDS = 90

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
    "DEBUG": "no",
    "SECRET_KEY": "for the chaos suite only, and long enough for Django to be content with it",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECURE_SSL_REDIRECT": "no",
    "SECURE_COOKIES": "no",
    "EMAIL_URL": "dummymail://",
    "MESSAGE_BURST": "100000",
    "MESSAGE_RATE": "1000",
    # Odd texts have a link in them; what a preview changes is counted by nobody, and no test asks the internet.
    "LINK_PREVIEWS": "no",
}


class DaphneProcess:
    """One server process on its own port; killed and started again it comes back on the same port."""

    process: subprocess.Popen[bytes]

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.environment, self.log = environment, log
        self.port = programs.free_port()

    def start(self, chance: random.Random) -> None:
        """Start with a clock that is wrong, and wait until it answers."""
        offset = chance.uniform(-MAX_CLOCK_ERROR_SECONDS, MAX_CLOCK_ERROR_SECONDS)
        own = {"CHAOS_CLOCK_OFFSET": f"{offset:.3f}", "CHAOS_SEED": str(chance.random())}
        command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(self.port), "--websocket_timeout", "-1"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "site_config.asgi:application"],
                cwd=ROOT,
                env={**os.environ, **self.environment, **own},
                stdout=log,
                stderr=log,
            )
        programs.wait_until(self._answers, self.process, seconds=60)

    def _answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def end(self, how: int = signal.SIGKILL) -> None:
        programs.end(self.process, politely=how, seconds=15)


class Stack:
    """All servers of a batch. The embedded set-up has neither ``redis`` nor ``postgres``."""

    redis: RedisServer
    postgres: PostgresServer

    def __init__(self, daphnes: list[DaphneProcess]) -> None:
        self.daphnes = daphnes

    @property
    def ports(self) -> list[int]:
        return [daphne.port for daphne in self.daphnes]

    def start(self, chance: random.Random) -> None:
        for daphne in self.daphnes:
            daphne.start(chance)

    def stop(self) -> None:
        for daphne in self.daphnes:
            if hasattr(daphne, "process"):
                daphne.end()

    def log_tail(self, lines: int = 60) -> str:
        """Return the end of every process's log, without the lines that Daphne writes for each request."""
        tail: list[str] = []
        for daphne in self.daphnes:
            text = daphne.log.read_text(errors="replace").splitlines()
            tail += [line for line in text if not line.startswith("127.0.0.1:")][-lines:]
        return "\n".join(tail)


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


class Embedded:
    """Makes stacks of one process on SQLite and the in-memory layer, from one migrated file."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.template = folder, folder / "template.sqlite3"
        _migrate({**ENVIRONMENT, "DATABASE_URL": f"sqlite:///{self.template}", "REDIS_URL": ""})

    def new_stack(self, name: str, settings: dict[str, str]) -> Stack:
        file = self.folder / f"{name}.sqlite3"
        with sqlite3.connect(self.template) as source, sqlite3.connect(file) as target:
            source.backup(target)
        environment = {**ENVIRONMENT, **settings, "DATABASE_URL": f"sqlite:///{file}", "REDIS_URL": ""}
        return Stack([DaphneProcess(environment, self.folder / f"{name}.log")])


class Scaled:
    """Makes stacks of two processes on PostgreSQL and Redis, from one migrated database."""

    def __init__(self, folder: Path, postgres: PostgresServer, redis: RedisServer) -> None:
        self.folder, self.postgres, self.redis = folder, postgres, redis
        self._create("template_parley", "template0")
        _migrate({**ENVIRONMENT, "DATABASE_URL": self._url("template_parley"), "REDIS_URL": redis.url})

    def _url(self, name: str) -> str:
        return self.postgres.url.rsplit("/", 1)[0] + f"/{name}"

    def _create(self, name: str, template: str) -> None:
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            # Test servers are told not to wait for the log, and lose what they had acknowledged when they crash.
            connection.execute(f"ALTER DATABASE {name} SET synchronous_commit TO on")

    def new_stack(self, name: str, settings: dict[str, str]) -> Stack:
        self._create(name, "template_parley")
        environment = {**ENVIRONMENT, **settings, "DATABASE_URL": self._url(name), "REDIS_URL": self.redis.url}
        logs = [self.folder / f"{name}-{letter}.log" for letter in "ab"]
        stack = Stack([DaphneProcess(environment, log) for log in logs])
        stack.redis, stack.postgres = self.redis, self.postgres
        return stack


@contextmanager
def house(setup: str) -> Iterator[Embedded | Scaled]:
    """Give the maker of stacks for ``setup`` (sqlite or postgres), and take everything of it away at the end."""
    with TemporaryDirectory(prefix="parley-chaos-") as name:
        folder = Path(name)
        if setup == "sqlite":
            yield Embedded(folder)
        else:
            with running_postgres() as postgres, running_redis() as redis:
                yield Scaled(folder, postgres, redis)
