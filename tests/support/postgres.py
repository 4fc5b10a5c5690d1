"""A private PostgreSQL server on a free loopback port, for the time of a test run."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from . import programs

# Nobody needs the data after a crash, and the disk is what tests would wait for.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


class PostgresServer:
    """A server with one empty database. ``stop`` and ``start`` keep the data and the port."""

    def __init__(self) -> None:
        self._initdb, self._postgres = programs.find("initdb"), programs.find("postgres")
        self._user = programs.unprivileged_user()
        self.port = programs.free_port()
        self.url = f"postgres://parley@127.0.0.1:{self.port}/postgres"
        self.folder = Path(mkdtemp(prefix="parley-postgres-"))
        if self._user:
            shutil.chown(self.folder, self._user)
        self._run([self._initdb, "--auth=trust", "--username=parley", "--no-sync", "--encoding=UTF8", "--locale=C"])

    def _run(self, command: list[str]) -> None:
        command = [*command, f"--pgdata={self.folder}/data"]
        done = subprocess.run(command, user=self._user, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr}")

    def start(self) -> None:
        """Start and wait until it answers."""
        options = [word for option in FAST for word in ("-c", option)]
        command = [self._postgres, "-D", f"{self.folder}/data", "-h", "127.0.0.1", "-p", str(self.port), "-k", ""]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options], user=self._user, cwd=self.folder, stdout=log, stderr=log
            )
        programs.wait_until(self._answers, self.process)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        # SIGINT is the fast shutdown, which doesn't wait for clients to leave.
        programs.end(self.process, politely=signal.SIGINT)

    def remove(self) -> None:
        """Delete the data of a stopped server."""
        shutil.rmtree(self.folder)


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a server and take everything of it away at the end. Raises ``programs.NotInstalled``."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        if hasattr(server, "process"):
            server.stop()
        server.remove()
