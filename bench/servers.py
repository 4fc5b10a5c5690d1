"""Starts servers on free ports of this machine, pinned to their cores, and stops exactly those."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import machine


def daphne(port: int) -> list[str]:
    """Return the command that both Parley and the tutorial's design run under, but for the application."""
    endpoint = f"tcp:{port}:interface=127.0.0.1:backlog=4096"
    options = ["--verbosity", "0", "--websocket_timeout", "-1", "--websocket_connect_timeout", "60"]
    return [sys.executable, "-m", "daphne", "--endpoint", endpoint, *options]


START_SECONDS = 30
STOP_SECONDS = 10


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server process (and its children), with its output in ``log``."""

    def __init__(
        self,
        command: Sequence[str],
        port: int,
        log: Path,
        *,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        cores: set[int] = machine.SERVER_CORES,
    ) -> None:
        self.port, self.log = port, log
        with log.open("ab") as output:
            self._process: subprocess.Popen[bytes] = subprocess.Popen(
                command,
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=lambda: os.sched_setaffinity(0, cores),
            )
        self._wait_until_it_listens(" ".join(command))

    @property
    def pids(self) -> list[int]:
        return machine.with_children(self._process.pid)

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it politely, and by force where that takes too long."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def _wait_until_it_listens(self, command: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"{command} ended at once:\n{self.log.read_text()[-2000:]}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.kill()
        raise RuntimeError(f"{command} did not listen within {START_SECONDS} s:\n{self.log.read_text()[-2000:]}")
