"""Reads evening.txt and lets it happen: replies, a picture, reactions, an edit and a pin, as people would do them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User

from .. import conversation, uploads
from ..models import Message
from .script import FOLDER, Said, read

MARKS = {"> ": "reply_to", "! ": "picture", "~ ": "at_first"}


@dataclass
class Happening:
    """A message, and what happens to it: the words of what it replies to, and what its marks say in evening.txt."""

    said: Said
    reply_to: str = ""
    picture: str = ""
    at_first: str = ""
    is_pinned: bool = False
    reactions: list[tuple[str, str]] = field(default_factory=list)


def play(room_id: int, people: dict[str, User], today: date) -> int:
    """Let the evening happen in a room, and return how many messages it has. Play it once: it is no import."""
    happened = [(_post(room_id, people, happening), happening) for happening in happenings(today)]
    # First everything is said: the positions of what is said have no gaps then, as in the rest of the demo.
    for message, happening in happened:
        author = people[happening.said.who]
        if happening.at_first:
            conversation.edit(message, happening.said.text, author)
        if happening.is_pinned:
            conversation.pin(message, author)
        for name, emoji in happening.reactions:
            conversation.toggle_reaction(message, people[name], emoji)
    return len(happened)


def happenings(today: date) -> Iterator[Happening]:
    """Yield what evening.txt says, dated back from ``today``."""
    for said in read("evening", today, marks=True):
        happening = Happening(said)
        for mark in said.marks:
            if mark.startswith("+ "):
                emoji, *names = mark[2:].split()
                happening.reactions += [(name, emoji) for name in names]
            elif mark.startswith("*"):
                happening.is_pinned = True
            else:
                setattr(happening, MARKS[mark[:2]], mark[2:])
        yield happening


def _post(room_id: int, people: dict[str, User], happening: Happening) -> Message:
    said, position = happening.said, None
    if happening.reply_to:
        there = Message.objects.filter(room_id=room_id, body__contains=happening.reply_to)
        position = there.order_by("position").values_list("position", flat=True)[0]
    files = [_picture(happening.picture)] if happening.picture else []
    with uploads.kept(files) as attachments:
        return conversation.post(
            room_id,
            people[said.who],
            happening.at_first or said.text,
            f"demo-evening-{room_id}-{said.moment:%H%M}",
            created=said.moment,
            paced=False,
            attachments=attachments,
            reply_to=position,
        ).message


def _picture(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (FOLDER / name).read_bytes())
