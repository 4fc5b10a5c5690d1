"""Reads what a page says about itself: its title, a description and the address of a picture."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

from .fetching import Fetched

TITLE_LENGTH = 200
DESCRIPTION_LENGTH = 300
TITLES = ("og:title", "twitter:title")
DESCRIPTIONS = ("og:description", "twitter:description", "description")
PICTURES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")

# Encodings of text that pages are written in. Python knows others, which do more than that.
_ENCODINGS = re.compile(
    r"utf-?8|utf-16(-?[lb]e)?|ascii|(iso-?8859|windows|cp|ibm)-?\d+(-\d+)?|koi8-[rtu]|mac-(roman|cyrillic)|tis-620"
    r"|shift_jis\w*|cp932|euc[_-]?\w+|iso2022_jp\w*|gb2312|gbk|gb18030|big5\w*|johab|hz"
)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_MARKS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
# They turn what stands around them.
_TURNING = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"}


@dataclass(frozen=True)
class Page:
    """What a page says about itself, as plain text. ``picture`` is an address, or empty."""

    title: str
    description: str
    picture: str


def read(fetched: Fetched) -> Page | None:
    """Return what a fetched page says about itself, or None where it has no title."""
    text = _text(fetched)
    # A page that is cut off, or that never was well made, is read as far as it goes.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None
    if root is None:
        return None
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        if content := (meta.get("content") or "").strip():
            said.setdefault(name, content)
    titles = [_first(said, TITLES), *("".join(title.itertext()) for title in root.iter("title"))]
    title = next(filter(None, (_words(title, TITLE_LENGTH) for title in titles)), "")
    if not title:
        return None
    description = _words(_first(said, DESCRIPTIONS), DESCRIPTION_LENGTH)
    return Page(title, "" if description == title else description, _joined(fetched.url, _first(said, PICTURES)))


def _text(fetched: Fetched) -> str:
    content = fetched.content
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace").replace("\0", "\ufffd")
    declared = _META_CHARSET.search(content[:4096])
    name = fetched.charset or (declared[1].decode("ascii", "replace") if declared else "")
    return content.decode(_encoding(name), "replace").replace("\0", "\ufffd")


def _encoding(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "utf-8"
    if found in {"iso8859-1", "ascii"}:
        # As browsers take both.
        return "cp1252"
    return found if _ENCODINGS.fullmatch(found) else "utf-8"


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if name in said), "")


def _words(text: str, length: int) -> str:
    """Return ``text`` on one line, without what can't be seen, at most ``length`` characters of it."""
    text = " ".join(text[: 10 * length].split())
    text = "".join(
        c for c in text if c not in _TURNING and unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"}
    ).strip()
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if address else ""
    except ValueError:
        return ""
