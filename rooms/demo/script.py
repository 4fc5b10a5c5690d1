"""Reads what the demo's people say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

FOLDER = Path(__file__).parent

DAY = re.compile(r"== (\d+) days? ago")
SAID = re.compile(r"(\d\d:\d\d) (\w+) (.*)")

# What may begin a line under a message that says what happens to it.
MARKS = ">!+*~"


@dataclass
class Said:
    """One message: who says it (a user name), when, and what, over as many lines as it has, and the marks under it."""

    who: str
    moment: datetime
    text: str
    marks: list[str] = field(default_factory=list)


def read(name: str, today: date, *, marks: bool = False) -> Iterator[Said]:
    """Yield what is said in ``name``.txt, dated back from ``today``; ``marks`` are kept where they are asked for.

    Raises ``ValueError`` for a line that it can't read.
    """
    day, said = today, None
    for number, line in enumerate((FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#") or not line:
            continue
        if found := DAY.fullmatch(line):
            day = today - timedelta(days=int(found[1]))
        elif found := SAID.fullmatch(line):
            if said:
                yield said
            said = Said(found[2], datetime.combine(day, time.fromisoformat(found[1]), UTC), found[3])
        elif said and line.startswith("|"):
            said.text += "\n" + line[1:].removeprefix(" ")
        elif marks and said and line[0] in MARKS:
            said.marks.append(line)
        else:
            raise ValueError(f"{name}.txt, line {number} is no message: {line!r}")
    if said:
        yield said
