"""What the workbench shows: each template with a contract, with what it is rendered with in each of its states."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import get_template

from rooms.contracts import CONTRACTS

from .states import MESSAGES, Make

_COMMENT = re.compile(r"{%\s*comment\s*%}\s*(.*?)\s*{%\s*endcomment\s*%}|{#\s*(.*?)\s*#}", re.DOTALL)


@dataclass
class Specimen:
    """A template, its states by name, and what live delivery needs of it."""

    template: str
    states: dict[str, Make] = field(default_factory=dict)
    needs: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.template.removesuffix(".html").replace("/", "--")

    @property
    def is_page(self) -> bool:
        return self.template in {"page.html", "rooms/room.html", "rooms/thread.html"}

    @property
    def about(self) -> str:
        """What the template says of itself and of its context, at its top."""
        found: Any = get_template(self.template)
        match = _COMMENT.search(Path(found.origin.name).read_text(encoding="utf-8"))
        return (match[1] or match[2]) if match else ""


def all_specimens() -> dict[str, Specimen]:
    """Return every specimen by its slug: messages first, and the others by their folders."""
    return dict(sorted(_gathered().items(), key=lambda each: (each[1].template != "rooms/message.html", each[0])))


@cache
def _gathered() -> dict[str, Specimen]:
    specimens: dict[str, Specimen] = {}
    for contract in CONTRACTS:
        made = Specimen(contract.template)
        specimen = specimens.setdefault(made.slug, made)
        specimen.needs += [need for need in contract.needs if need not in specimen.needs]
        if contract.template != "rooms/message.html":
            specimen.states[f"sample {len(specimen.states) + 1}"] = contract.context
    specimens["rooms--message"].states = MESSAGES
    return specimens
