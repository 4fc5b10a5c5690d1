"""A private Redis server on a free loopback port, for the time of a test run."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import redis

from . import programs


class RedisServer:
    """A server that keeps nothing on disk: ``stop`` and ``start`` give an empty one on the same port."""

    def __init__(self) -> None:
        self._redis = programs.find("redis-server")
        self.port = programs.free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.folder = Path(mkdtemp(prefix="parley-redis-"))

    def start(self) -> None:
        """Start and wait until it answers."""
        command = [self._redis, "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--dir", str(self.folder)], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        programs.wait_until(self._answers, self.process)

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port, socket_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        programs.end(self.process)

    def remove(self) -> None:
        """Delete the log of a stopped server."""
        shutil.rmtree(self.folder)


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    """Start a server and take everything of it away at the end. Raises ``programs.NotInstalled``."""
    server = RedisServer()
    try:
        server.start()
        yield server
    finally:
        if hasattr(server, "process"):
            server.stop()
        server.remove()
