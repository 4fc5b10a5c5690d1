"""The word filter of the site: what becomes of a text with a word in it. Looking a text through costs no query."""

import re
import time
import unicodedata
from dataclasses import dataclass

from django.db.models.signals import post_delete, post_save

from .models import FilteredWord

# In other processes a changed list counts after so long; in the one where it was changed, at once.
REFRESH_SECONDS = 5.0


@dataclass(frozen=True)
class Verdict:
    """What becomes of a text, and the words that say so."""

    action: str
    words: str


@dataclass
class _Known:
    at: float
    patterns: list[tuple[Verdict, re.Pattern[str]]]


_known = _Known(0.0, [])


def judge(text: str) -> Verdict | None:
    """Return the strictest that the site's words say of a text, or None where none is in it."""
    if time.monotonic() - _known.at > REFRESH_SECONDS:
        look_again()
    return find(text, _known.patterns)


def find(text: str, patterns: list[tuple[Verdict, re.Pattern[str]]]) -> Verdict | None:
    """Return the first of these verdicts whose words are in the text."""
    if not patterns:
        return None
    plain = unicodedata.normalize("NFKC", text)
    return next((verdict for verdict, pattern in patterns if pattern.search(plain)), None)


def look_again(**kwargs: object) -> None:
    """Read the list of words anew."""
    order = list(FilteredWord.Action)
    words = sorted(FilteredWord.objects.all(), key=lambda each: order.index(FilteredWord.Action(each.action)))
    set_known([(Verdict(each.action, each.words), pattern_of(each.words)) for each in words])


def set_known(patterns: list[tuple[Verdict, re.Pattern[str]]]) -> None:
    """Take these for the site's words until it is time to look again."""
    _known.at, _known.patterns = time.monotonic(), patterns


def pattern_of(words: str) -> re.Pattern[str]:
    """Return what finds some words: whole ones, unless a star stands for the letters before or after.

    A star within is a star: what looks for any letters there can take very long.
    """
    words = unicodedata.normalize("NFKC", words).strip()
    begins, ends = ("" if words.startswith("*") else r"(?<!\w)"), ("" if words.endswith("*") else r"(?!\w)")
    inner = r"\s+".join(re.escape(word) for word in words.strip("*").split())
    return re.compile(f"{begins}{inner}{ends}", re.IGNORECASE)


post_save.connect(look_again, sender=FilteredWord)
post_delete.connect(look_again, sender=FilteredWord)
