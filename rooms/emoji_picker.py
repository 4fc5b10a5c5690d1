"""The emoji to choose from: which text is one, what each is called, and those that a few letters mean."""

from dataclasses import dataclass
from functools import cache, lru_cache

import emoji

COMMON = ("👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀", "✅", "🔥", "👏", "💯", "🤔", "🚀", "👎", "☕")
# As many are shown for what was looked for.
FOUND = 32
LONGEST_QUERY = 50

_QUALIFIED = emoji.STATUS["fully_qualified"]
_TONE = "_skin_tone"


@dataclass(frozen=True)
class Choice:
    """An emoji and what it is called, in English as Unicode calls it."""

    emoji: str
    name: str


def as_chosen(text: str) -> str | None:
    """Return the one emoji that ``text`` is, in its full form, or None.

    Keyboards send some of them shorter (❤ without what makes it red), and one heart must not be counted apart from
    another. A skin tone alone is none.
    """
    known = emoji.EMOJI_DATA.get(text)
    if known is None:
        return None
    full = text if known["status"] == _QUALIFIED else emoji.emojize(known["en"])
    return full if emoji.EMOJI_DATA[full]["status"] == _QUALIFIED else None


def choice(chosen: str) -> Choice:
    """Return an emoji of ``as_chosen`` with its name."""
    return Choice(chosen, _plain(emoji.EMOJI_DATA[chosen]["en"]))


@cache
def common() -> tuple[Choice, ...]:
    """Return what is offered before anything is looked for."""
    return tuple(map(choice, COMMON))


@lru_cache(500)
def find(query: str) -> tuple[Choice, ...]:
    """Return at most FOUND emoji, best first: the one that ``query`` is, or those with words beginning so in a name.

    Their :shortcodes: are names too.
    """
    query = query.strip()[:LONGEST_QUERY]
    if chosen := as_chosen(query):
        return (choice(chosen),)
    words = _plain(query.lower()).split()
    if not words:
        return ()
    found = []
    for each, names in _catalogue():
        # How well the best of its names fits: it is the query, it begins so, or has the words somewhere.
        ranks = [rank for name in names if (rank := _rank(name, words)) is not None]
        if ranks:
            found.append((min(ranks), each))
    found.sort(key=lambda pair: pair[0])
    return tuple(each for _, each in found[:FOUND])


def _rank(name: str, words: list[str]) -> tuple[int, int] | None:
    whole = " ".join(words)
    if name == whole:
        return 0, 0
    if name.startswith(whole):
        return 1, len(name)
    parts = name.split()
    return (2, len(name)) if all(any(part.startswith(word) for part in parts) for word in words) else None


@cache
def _catalogue() -> list[tuple[Choice, list[str]]]:
    """Return every emoji but those in another skin colour, with all its names."""
    return [
        (choice(each), [_plain(name.lower()) for name in (known["en"], *known.get("alias", []))])
        for each, known in emoji.EMOJI_DATA.items()
        if known["status"] == _QUALIFIED and _TONE not in known["en"]
    ]


def _plain(shortcode: str) -> str:
    return " ".join(shortcode.strip(":").replace("_", " ").replace("-", " ").split())
