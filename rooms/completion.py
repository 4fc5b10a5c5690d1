"""What half a word at the end of a text may become: ``@al`` a member's name, ``:tad`` an emoji."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User

from . import emoji_picker
from .markup.mentions import ROOM
from .models import Room

# As many are offered at a time.
MOST = 6
# In a room of more members than these, their names are looked for in the database, where accents count.
FEW_MEMBERS = 1_000

# As names stand in a text (rooms/markup/mentions.py): not in the middle of an address or a word.
_PERSON = r"(?<![\w@./+-])@[\w.+-]{0,30}"
# Two letters at least: one, as in ":D", is a smile.
_EMOJI = r"(?<![\w:/]):[A-Za-z0-9_+-]{2,30}"
_HALF = re.compile(rf"(?:{_PERSON}|{_EMOJI})\Z")
_NAME = re.compile(r"[\w.+-]{1,150}")


@dataclass(frozen=True)
class Offer:
    """What half a word may become: ``text`` takes its place; for a person, or else an emoji's name, what is shown."""

    text: str
    person: User | None = None
    name: str = ""


def half_word(text: str) -> str:
    """Return the half word with which ``text`` ends, with its first sign, or an empty string."""
    found = _HALF.search(text)
    return found[0] if found else ""


def offers(room: Room, writer: User, word: str) -> list[Offer]:
    """Return what ``word``, of ``half_word``, may become for ``writer``, at most ``MOST``; nothing where it is whole.

    Looks for members in one query, or two in a large room; for emoji in none.
    """
    if word.startswith(":"):
        return [Offer(each.emoji, name=each.name) for each in emoji_picker.find(word[1:])[:MOST]]
    prefix = folded(word[1:])
    found = [Offer(f"@{person.username}", person) for person in _people(room, writer, prefix)]
    if ROOM.startswith(prefix):
        found = [*found[: MOST - 1], Offer(f"@{ROOM}")]
    return [] if [folded(offer.text) for offer in found] == [folded(word)] else found


def complete(text: str, word: str, chosen: str) -> str:
    """Return ``text`` with the last ``word`` that stands alone in it as ``chosen``; as it is where none does."""
    if not word or not _is_offer(chosen):
        return text
    places = list(re.finditer(rf"(?<![\w@:./+-]){re.escape(word)}(?![\w.+-])", text))
    if not places:
        return text
    before, after = text[: places[-1].start()], text[places[-1].end() :]
    return f"{before}{chosen}{'' if after[:1].isspace() else ' '}{after}"


def _is_offer(chosen: str) -> bool:
    return bool(chosen[:1] == "@" and _NAME.fullmatch(chosen[1:])) or emoji_picker.as_chosen(chosen) == chosen


def _people(room: Room, writer: User, prefix: str) -> list[User]:
    members = User.objects.filter(memberships__room=room, is_active=True).exclude(pk=writer.pk).order_by("username")
    # Nobody else's names can be mentioned.
    members = members.only("username", "display_name", "picture")
    people = list(members[: FEW_MEMBERS + 1])
    if len(people) > FEW_MEMBERS:
        starts = Q(username__istartswith=prefix) | Q(display_name__istartswith=prefix)
        people = list(members.filter(starts | Q(display_name__icontains=f" {prefix}"))[: MOST * 2])
    fitting = [person for person in people if _NAME.fullmatch(person.username) and _fits(person, prefix)]
    # Those whose user name it is come first.
    fitting.sort(key=lambda person: not folded(person.username).startswith(prefix))
    return fitting[:MOST]


def _fits(person: User, prefix: str) -> bool:
    return any(word.startswith(prefix) for word in _words(person))


def _words(person: User) -> Iterator[str]:
    yield folded(person.username)
    name = folded(person.display_name)
    yield name
    yield from name.split()


def folded(text: str) -> str:
    """Return ``text`` in small letters, without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
