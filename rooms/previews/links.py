"""Finds the link in a message that a preview is shown of."""

import re
from hashlib import sha256
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from .guard import LONGEST_URL

# As allowed.clean writes links: nothing that people write gets into the address unescaped.
_LINK = re.compile(r'<a href="(https?://[^"]+)"')
# As many links of a message are looked at.
MOST = 10


def first_link(html: str) -> str:
    """Return the first address in a message's HTML that leads to another site, or an empty text."""
    # Most messages have none, and posting waits for this.
    if '<a href="http' not in html:
        return ""
    for found, _ in zip(_LINK.finditer(html), range(MOST), strict=False):
        url = unescape(found[1])
        if len(url) <= LONGEST_URL and _is_elsewhere(url):
            return url
    return ""


def digest_of(url: str) -> str:
    """Return what tells an address from others."""
    return sha256(url.encode()).hexdigest()[:32]


def _is_elsewhere(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and "@" not in parts.netloc and not validate_host(host or "", settings.ALLOWED_HOSTS)
