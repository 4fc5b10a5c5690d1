"""The word filter of the site: what becomes of a text with a word in it. Looking a text through costs no query."""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models.signals import post_delete, post_save

from accounts.remembered import Remembered

from .models import FilteredWord

# A changed list counts at once in the process where it was changed, and after so long at the latest in others.
FRESH_SECONDS = 5.0


@dataclass(frozen=True)
class Verdict:
    """What becomes of a text, and the words that say so."""

    action: str
    words: str


Patterns = list[tuple[Verdict, re.Pattern[str]]]


def _read() -> Patterns:
    order = list(FilteredWord.Action)
    words = sorted(FilteredWord.objects.all(), key=lambda each: order.index(FilteredWord.Action(each.action)))
    return [(Verdict(each.action, each.words), pattern_of(each.words)) for each in words]


# The site's words, the strictest first.
known = Remembered("word filter", _read, fresh=FRESH_SECONDS)


def judge(text: str) -> Verdict | None:
    """Return the strictest that the site's words say of a text, or None where none is in it."""
    return find(text, known.get())


def find(text: str, patterns: Patterns) -> Verdict | None:
    """Return the first of these verdicts whose words are in the text."""
    if not patterns:
        return None
    plain = unicodedata.normalize("NFKC", text)
    return next((verdict for verdict, pattern in patterns if pattern.search(plain)), None)


def pattern_of(words: str) -> re.Pattern[str]:
    """Return what finds some words: whole ones, unless a star stands for the letters before or after.

    A star within is a star: what looks for any letters there can take very long.
    """
    words = unicodedata.normalize("NFKC", words).strip()
    begins, ends = ("" if words.startswith("*") else r"(?<!\w)"), ("" if words.endswith("*") else r"(?!\w)")
    inner = r"\s+".join(re.escape(word) for word in words.strip("*").split())
    return re.compile(f"{begins}{inner}{ends}", re.IGNORECASE)


def _changed(**kwargs: object) -> None:
    known.forget()
    known.changed()
    # For no post to pay for it.
    known.get()


post_save.connect(_changed, sender=FilteredWord)
post_delete.connect(_changed, sender=FilteredWord)
