"""Says what is wrong with a catalogue of translations: what it lacks, what nobody says any more, what would break."""

import re
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from .said import Said

# What is put in later, and tags: a translation has to keep them as they are.
KEPT = re.compile(r"%%|%\(\w+\)[a-z]|%[a-z]|\{\w*\}|<[^<>]+>")


def problems(catalogue: Path, said: Collection[Said]) -> list[str]:
    """Return what is wrong with ``catalogue``, a .po file with its .mo beside it, for a site that says ``said``."""
    with catalogue.open("rb") as file:
        read = read_po(file)
    entries = {_key(message): message for message in read if message.id}
    found = [f"not translated: {each.text}" for each in said if each not in entries]
    found += [f"no longer said anywhere: {each.text}" for each in entries if each not in said]
    for key, message in entries.items():
        found += [f"{problem}: {key.text}" for problem in _wrong(key, message, read.num_plurals)]
    if not _is_compiled(catalogue.with_suffix(".mo"), read):
        found.append("the .mo is not what the .po is compiled to")
    return found


def _wrong(key: Said, message: Message, plurals: int) -> Iterator[str]:
    forms = _forms(message)
    if message.fuzzy:
        yield "perhaps out of date (fuzzy)"
    elif not all(forms):
        yield "not translated"
    elif len(forms) != (plurals if key.plural is not None else 1):
        yield f"{len(forms)} forms, and this language has {plurals}"
    else:
        last = key.plural or key.text
        for number, form in enumerate(forms):
            # The first form may be the one for a single thing, whose number need not be said.
            right = [_kept(last)] if number else [_kept(key.text), _kept(last)]
            if _kept(form) not in right:
                yield f"“{form}” has other placeholders or tags"


def _kept(text: str) -> list[str]:
    return sorted(set(KEPT.findall(text)))


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _key(message: Message) -> Said:
    text, plural = (message.id, None) if isinstance(message.id, str) else message.id
    return Said(text, plural, message.context)


def _is_compiled(compiled: Path, read: Catalog) -> bool:
    if not compiled.exists():
        return False
    anew = BytesIO()
    write_mo(anew, read)
    anew.seek(0)
    with compiled.open("rb") as file:
        return _contents(file) == _contents(anew)


def _contents(compiled: BinaryIO) -> dict[Said, tuple[str, ...]]:
    # Not the bytes: what gettext and Babel write differs in order, and in what the head says.
    return {_key(message): _forms(message) for message in read_mo(compiled) if message.id}
