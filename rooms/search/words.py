"""What a word is: here, in PostgreSQL's index, and as near as can be in SQLite's.

A word is what stands between separators, whatever its case and accents. Addresses and names of code fall into their
parts: ``example.com/some_page`` is four words, and looking for it looks for the four side by side.
"""

import re
import unicodedata
from dataclasses import dataclass

# What stands between words: spaces, punctuation, symbols, emoji. Written as both Python and PostgreSQL read it, and
# independent of any locale. A migration has to run schema.install again when it changes.
SEPARATORS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u055a-\u055f\u0589-\u058a\u05be\u05c0\u05c3\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964-\u0965"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2775\u2794-\u2bff\u3000-\u3004\u3008-\u3020\u3030\u3036-\u3037\u303d-\u303f\ufe00-\ufe0f\ufe10-\ufe6f"
    r"\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001f0ff\U0001f110-\U0001faff\U000e0000-\U000e01ef"
)
# Accents, once a letter is taken apart.
ACCENTS = r"\u0300-\u036f"

_WORD = re.compile(f"[^\\u0000\ud800-\udfff{SEPARATORS}]+")
_ACCENT = re.compile(f"[{ACCENTS}]+")


@dataclass(frozen=True)
class Word:
    """A word in a text: where it stands, and how it is compared."""

    start: int
    end: int
    plain: str


def plain(word: str) -> str:
    """Return a word without case and accents."""
    return _ACCENT.sub("", unicodedata.normalize("NFD", word.lower()))


def words_in(text: str) -> list[Word]:
    """Return the words of a text in their order."""
    found = (Word(match.start(), match.end(), plain(match[0])) for match in _WORD.finditer(text))
    return [word for word in found if word.plain]
