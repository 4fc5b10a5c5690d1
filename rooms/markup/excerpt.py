"""The first words of a message, as plain text on one line, for where there is no room for more."""

import re
from html import unescape

LENGTH = 100
# More of the HTML than this is not looked at: no markup of ours is so much longer than its words.
ENOUGH = 20 * LENGTH

_TAG = re.compile(r"<[^>]*>?")


def excerpt(html: str) -> str:
    """Return at most ``LENGTH`` characters of the words in ``html``, which is a message's as ``render`` made it."""
    words = unescape(_TAG.sub(_between, html[:ENOUGH])).split()
    text = " ".join(words)
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1].rstrip()}…"


def _between(tag: re.Match[str]) -> str:
    # Blocks, cells and lines keep their words apart; emphasis and links stand within words.
    return " " if re.match(r"</?(?:p|li|ul|ol|h\d|blockquote|pre|t[dhr]|div|br|hr)\b", tag[0]) else ""
