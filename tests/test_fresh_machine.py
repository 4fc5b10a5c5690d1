"""The commands that set Parley up find a Python that runs, and say in one line what is in their way."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.programs import free_port

ROOT = Path(__file__).resolve().parent.parent
REAL = sys._base_executable  # type: ignore[attr-defined]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder that is all of PATH, with nothing in it but what the script itself needs."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "tr").symlink_to(shutil.which("tr") or "tr")
    return tmp_path


def add(machine: Path, path: str, *, behaves: str) -> None:
    """Put a Python there that runs, that only complains as pyenv's shims do, or that is too old."""
    file = machine / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if behaves == "runs":
        file.write_text(f'#!/bin/sh\nexec "{REAL}" "$@"\n')
    elif behaves == "complains":
        file.write_text(f'#!/bin/sh\necho "pyenv: {file.name}: command not found"\nexit 127\n')
    elif behaves == "is old":
        file.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.11.7" && exit 0\nexit 1\n')
    file.chmod(0o755)


def find_python(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", ROOT / "scripts" / "find_python"],
        env={"PATH": str(machine / "bin"), "PYENV_ROOT": str(machine / "pyenv"), "HOME": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("path", ["bin/python3", "bin/python3.13", "pyenv/versions/3.13.0/bin/python3.13"])
def test_a_python_that_runs_is_found_wherever_it_is(machine: Path, path: str) -> None:
    add(machine, "bin/python3.14", behaves="complains")
    add(machine, "bin/python", behaves="is old")
    add(machine, path, behaves="runs")
    done = find_python(machine)
    assert done.returncode == 0
    assert Path(done.stdout.strip()).samefile(REAL)
    assert done.stderr == ""


def test_without_one_the_newest_that_is_there_is_named_in_one_line(machine: Path) -> None:
    add(machine, "bin/python3", behaves="is old")
    add(machine, "bin/python3.13", behaves="complains")
    done = find_python(machine)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "Parley needs Python 3.12 or newer (with venv); the newest here is Python 3.11.7."
    ]


def test_without_any_python_that_is_said_too(machine: Path) -> None:
    done = find_python(machine)
    assert done.returncode == 1
    assert "none at all" in done.stderr


def run(port: str) -> subprocess.CompletedProcess[str]:
    command = [ROOT / "scripts" / "run"]
    environment = {**os.environ, "PORT": port, "DATABASE_URL": "sqlite:////nowhere/that/is/reached"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80 80", "٣"])
def test_a_port_that_is_none_is_refused_in_one_line(port: str) -> None:
    done = run(port)
    assert done.returncode == 1
    assert [line.startswith(f"PORT is {port!r}: ") for line in done.stderr.splitlines()] == [True]


def test_a_port_that_is_taken_is_named_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", free_port())) as other:
        port = str(other.getsockname()[1])
        done = run(port)
    assert done.returncode == 1
    assert [line.startswith(f"Port {port} is taken. ") for line in done.stderr.splitlines()] == [True]
