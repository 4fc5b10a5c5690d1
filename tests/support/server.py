"""A real Parley on a free loopback port: one Daphne process that a test may stop, kill and start again."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from .programs import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
READY_SECONDS = 30.0
STOP_SECONDS = 10.0

# As in production, but for plain http on this machine, and for tests that write faster than people.
SETTINGS = {
    "DEBUG": "no",
    "SECRET_KEY": "only for tests, and for nothing that anybody else can reach, 0123456789",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECURE_SSL_REDIRECT": "no",
    "SECURE_COOKIES": "no",
    "SECURE_HSTS_SECONDS": "0",
    "EMAIL_URL": "consolemail://",
    "MESSAGE_BURST": "10000",
    "MESSAGE_RATE": "1000",
    "FEED_HEARTBEAT_SECONDS": "1",
    "REDIS_URL": "",
    # No test asks the internet for anything.
    "LINK_PREVIEWS": "no",
    "WORKER_IN_SERVER": "no",
}


def run(*command: str, environment: dict[str, str]) -> None:
    """Run Python with ``command`` in the project to its end; raise ``RuntimeError`` with its output where it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


class Template:
    """What every server of a run starts from, made once: collected static files, and a seeded SQLite file to copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "template.sqlite3"
        self.settings = SETTINGS | {"STATIC_ROOT": str(folder / "static")}
        self.prepare(f"sqlite:///{self.file}", "collectstatic")

    def prepare(self, database_url: str, *first: str) -> None:
        """Migrate an empty database and put the cast and their room into it, after the commands in ``first``."""
        run("-m", "tests.support.seed", *first, "migrate", environment=self.settings | {"DATABASE_URL": database_url})

    def copy(self, to: Path) -> str:
        """Return the address of a fresh copy of the seeded SQLite file."""
        with sqlite3.connect(self.file) as source, sqlite3.connect(to) as target:
            source.backup(target)
        source.close()
        target.close()
        return f"sqlite:///{to}"


class ParleyServer:
    """One Daphne process. It keeps its port, its database and its log over stops and starts.

    ``database_url`` names a prepared database; without one, a copy of the template is used. Other settings go to the
    environment by their names, as texts. ``application`` is what Daphne serves.
    """

    def __init__(
        self,
        template: Template,
        folder: Path,
        *,
        database_url: str = "",
        application: str = "site_config.asgi:application",
        **settings: str,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.application = application
        self.log = folder / "daphne.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        database_url = database_url or template.copy(folder / "parley.sqlite3")
        self.environment = (
            template.settings
            | {
                "DATABASE_URL": database_url,
                "MEDIA_ROOT": str(folder / "media"),
            }
            | settings
        )
        self.process: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    def start(self) -> None:
        """Start the process and wait until it is ready. Raises ``RuntimeError`` with its log where it isn't in time."""
        command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(self.port), "--websocket_timeout", "-1"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, self.application],
                cwd=ROOT,
                env=os.environ | self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"Parley did not start:\n{self.log_tail()}")
            time.sleep(0.05)

    def terminate(self) -> None:
        """Ask the process to stop (SIGTERM) and wait for its end."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the process at once (SIGKILL)."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Let the process stand still (SIGSTOP): its lines stay open and say nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def restart(self) -> None:
        """Kill the process, and start it again on the same port and database."""
        self.kill()
        self.start()

    def close(self) -> None:
        """Stop the process and remove what it kept."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log_tail(self, lines: int = 60) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def new_tracebacks(self) -> str:
        """Return the tracebacks that the log has got since this was last asked.

        Django logs every PermissionDenied with one, which is an answer like any other and isn't counted.
        """
        text = self.log.read_text(errors="replace")[self._log_start :]
        self._log_start += len(text)
        before, *rest = text.split("Traceback (most recent call last)")
        found = []
        for traceback in rest:
            if "Forbidden (Permission denied)" not in before[-300:].strip().rpartition("\n")[2]:
                found.append(traceback[:4000])
            before = traceback
        return "\n".join(found)

    def _signal(self, what: signal.Signals) -> None:
        if self.process is None:
            raise RuntimeError("the server is not running")
        self.process.send_signal(what)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
