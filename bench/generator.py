"""The load generator: compiled from load/ when a run begins, told what to do over a pipe."""

import json
import os
import select
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import machine

SOURCES = Path(__file__).parent / "load"
# Seconds that an answer may take beyond what the command itself allows.
GRACE = 30.0
SLOT = "NNNNNNN"
MARKER = f"zq{SLOT}q"


class GeneratorFailed(RuntimeError):
    """The generator ended, or did not answer in time."""


@dataclass
class Plan:
    """Who views and what is posted.

    ``ready`` is in the frame that tells a viewer that it is live; where it is empty, the upgrade says so.
    ``cursor_mark`` is what precedes the cursor in a frame, for pages that keep one.
    """

    ready: str = ""
    cursor_mark: str = ""
    lines: list[str] = field(default_factory=list)

    def viewer(self, port: int, room: int, path: str, *, headers: str = "", hello: str = "", cursor: int = 0) -> None:
        """Add a page; ``{cursor}`` in ``hello`` stands for the newest cursor that it has received."""
        handshake = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: http://127.0.0.1:{port}\r\n{headers}\r\n"
        )
        self._add("V", port, room, cursor, handshake, hello)

    def post(self, port: int, room: int, path: str, body: str, *, headers: str = "") -> None:
        """Add a form to send; every ``SLOT`` in it becomes the message's number, and ``MARKER`` must be in it once."""
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n{headers}"
        self._add("P", port, room, f"{head}Content-Length: {len(body.encode())}\r\n\r\n{body}")

    def get(self, port: int, room: int, path: str, *, headers: str = "") -> None:
        self._add("P", port, room, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n")

    def write(self, file: Path) -> None:
        head = [f"R\t{_escaped(self.ready)}", f"C\t{_escaped(self.cursor_mark)}"]
        file.write_text("\n".join(head + self.lines) + "\n")

    def _add(self, *fields: object) -> None:
        self.lines.append("\t".join(_escaped(str(each)) for each in fields))


def _escaped(text: str) -> str:
    for plain, escape in (("\\", "\\\\"), ("\r", "\\r"), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(plain, escape)
    return text


def build(directory: Path) -> Path:
    """Compile the generator into ``directory`` and return the program."""
    program = directory / "load"
    sources: Iterable[Path] = sorted(SOURCES.glob("*.c"))
    subprocess.run(
        ["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", *map(str, sources), "-o", str(program)],
        check=True,
    )
    return program


class Generator:
    """A running generator. Every command returns its counts as a dictionary; load/count.c says what they mean."""

    def __init__(self, program: Path, plan: Plan, directory: Path) -> None:
        file = directory / "plan.tsv"
        plan.write(file)
        self._process = subprocess.Popen(
            [str(program), str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=lambda: os.sched_setaffinity(0, machine.LOAD_CORES),
        )
        self.viewers: int = self._answer(GRACE)["viewers"]

    def open(self, *, at_once: int = 64, seconds: float = 120) -> dict[str, Any]:
        """Bring all viewers live. Raises ``GeneratorFailed`` when some are not after ``seconds``."""
        answer = self._ask(f"open {at_once} {seconds}", seconds)
        if answer["live"] < self.viewers:
            raise GeneratorFailed(f"only {answer['live']} of {self.viewers} viewers are live after {seconds} s")
        return answer

    def run(
        self, *, in_flight: int = 1, rate: float = 0, seconds: float, most: int = 100_000, drain: float = 30
    ) -> dict[str, Any]:
        """Post with so many ``in_flight``, or at ``rate`` a second, and wait until all have everything."""
        return self._ask(f"run {in_flight} {rate} {seconds} {most} {drain}", seconds + drain)

    def begin_storm(self, *, at_once: int = 256, seconds: float, messages: int) -> None:
        """Get ready for the server's death; ``end_storm`` has the counts."""
        self._ask(f"storm {at_once} {seconds} {messages}", GRACE)
        self._storm_seconds = seconds

    def end_storm(self) -> dict[str, Any]:
        return self._answer(self._storm_seconds + GRACE)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _ask(self, command: str, seconds: float) -> dict[str, Any]:
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n".encode())
        self._process.stdin.flush()
        return self._answer(seconds + GRACE)

    def _answer(self, seconds: float) -> dict[str, Any]:
        assert self._process.stdout
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            self.close()
            raise GeneratorFailed(f"no answer within {seconds} s")
        line = self._process.stdout.readline()
        if not line:
            raise GeneratorFailed(f"the generator ended with {self._process.wait()}")
        return json.loads(line)
