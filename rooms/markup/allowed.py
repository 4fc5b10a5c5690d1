"""The gate that all HTML of messages passes, however it was made: what is not listed here does not come through.

No ids, no styles, no hx-* and no data-* attributes, no images, no scripts; classes only those below.
"""

import nh3

from .code import CLASSES

TAGS = {
    *("p", "br", "em", "strong", "s", "a", "span", "code", "pre", "blockquote", "hr", "ul", "ol", "li"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
# "*": else nh3 lets titles and languages through on everything.
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
ALIGNMENTS = {"start", "center", "end"}
ALLOWED_CLASSES = {
    "span": {"big", *CLASSES.values()},
    "th": ALIGNMENTS,
    "td": ALIGNMENTS,
}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow noopener noreferrer"

_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=ALLOWED_CLASSES,
    url_schemes=SCHEMES,
    url_relative="deny",
    link_rel=REL,
)


def clean(html: str) -> str:
    """Return ``html`` with nothing left in it but what is allowed."""
    return _cleaner.clean(html)
