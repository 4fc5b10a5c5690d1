"""Finds the programs that some tests need, runs them as who they agree to run as, and ends them."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable
from glob import glob
from time import monotonic, sleep
from typing import NoReturn

import pytest

# Where distributions keep programs that are not on everybody's PATH.
EXTRA_FOLDERS = [*sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True), "/usr/sbin", "/usr/local/sbin"]


class NotInstalled(Exception):
    """Raised for a program that this machine doesn't have."""


def find(name: str) -> str:
    """Return the path of a program. Raises ``NotInstalled``."""
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(EXTRA_FOLDERS))
    if not found:
        raise NotInstalled(f"{name} is not installed")
    return found


def unavailable(reason: object) -> NoReturn:
    """End a test that can't run on this machine: a skip for a person, a failure for the build server."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI has to run this: {reason}", pytrace=False)
    pytest.skip(str(reason))


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody else gets while this process lives.

    A server that is ended and started again must find its port free: what another test run has started there meanwhile
    would answer its clients. A socket that is bound and doesn't listen keeps all away but servers that are told the
    number (they allow it by SO_REUSEADDR, as all do that may be restarted).
    """
    keeper = socket.socket()
    keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    keeper.bind(("127.0.0.1", 0))
    _keepers.append(keeper)
    port: int = keeper.getsockname()[1]
    return port


_keepers: list[socket.socket] = []


def unprivileged_user() -> str | None:
    """Return who to run as what refuses to run as root; None where we are not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def wait_until(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], *, seconds: float = 20) -> None:
    """Wait until ``is_ready()``. Raises ``RuntimeError`` when the process ends first, or the time."""
    deadline = monotonic() + seconds
    while not is_ready():
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode} before it was ready")
        if monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} was not ready after {seconds} s")
        sleep(0.05)


def end(process: subprocess.Popen[bytes], *, politely: int = signal.SIGTERM, seconds: float = 10) -> None:
    """Ask the process to end, and make it when it doesn't."""
    if process.poll() is None:
        process.send_signal(politely)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
