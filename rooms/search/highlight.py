"""Shows where in a message the words of a query are.

It is done here and not by the databases, so that it is the same on both: PostgreSQL's ts_headline takes a text apart in
another way than what is indexed (an address is one word to it), and neither keeps the pieces apart for a template.
Pieces are plain text. What is to be marked is said beside it, never in it, so nothing has to be trusted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .query import Phrase
from .words import Word, words_in

# How much of a long message is shown, in characters, and how much of that stands before the first hit.
EXCERPT = 320
BEFORE = 80


@dataclass(frozen=True)
class Piece:
    """A part of a message's text, and whether it was looked for."""

    text: str
    is_hit: bool = False


def excerpt(body: str, phrases: Iterable[Phrase]) -> list[Piece]:
    """Return ``body``, or its part around the first hit, as pieces."""
    words = words_in(body)
    hits = _merged(sorted(hit for phrase in phrases for hit in _hits(words, phrase)))
    start, end = _window(body, words, hits[0][0] if hits else 0)
    pieces = [Piece("…")] if start else []
    at = start
    for first, last in hits:
        first, last = max(first, start), min(last, end)
        if first < last:
            pieces += [Piece(body[at:first]), Piece(body[first:last], is_hit=True)]
            at = last
    pieces += [Piece(body[at:end]), Piece("…" if end < len(body) else "")]
    return [piece for piece in pieces if piece.text]


def _hits(words: list[Word], phrase: Phrase) -> Iterator[tuple[int, int]]:
    length = len(phrase.words)
    for first in range(len(words) - length + 1):
        there = words[first : first + length]
        *whole, last = phrase.words
        if [word.plain for word in there[:-1]] == whole and (
            there[-1].plain.startswith(last) if phrase.begins else there[-1].plain == last
        ):
            # Each word by itself, so that a mark never spans a line.
            yield from ((word.start, word.end) for word in there)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if not merged or start >= merged[-1][1]:
            merged.append((start, end))
    return merged


def _window(body: str, words: list[Word], hit: int) -> tuple[int, int]:
    """Return where the excerpt begins and ends: at words, where there are any near."""
    if len(body) <= EXCERPT:
        return 0, len(body)
    start = max(0, hit - BEFORE)
    if start:
        start = next((word.start for word in words if start <= word.start <= hit), start)
    end = min(len(body), start + EXCERPT)
    if end < len(body):
        end = next((word.end for word in reversed(words) if start + EXCERPT // 2 < word.end <= end), end)
    return start, end
