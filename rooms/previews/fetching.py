"""Fetches one file of a page from a server that nobody trusts."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message as Headers
from http.client import HTTPException, HTTPResponse
from urllib.parse import urljoin

from .guard import Guard, Place, Refused
from .line import Connection

MOST_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
# Beside the content: heads, and how it is packed.
OVERHEAD = 64 * 1024
PIECE = 16 * 1024

# No cookies, no referrer, and nothing of who wrote the link.
HEADERS = {
    "User-Agent": "Parley (link preview)",
    "Accept-Language": "en, *;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


class Failed(Exception):
    """Raised where nothing that can be used came: the server is away, slow, refuses, or speaks nonsense."""


@dataclass(frozen=True)
class Fetched:
    """What came, from where in the end. ``content_type`` is in small letters, ``charset`` may be empty."""

    url: str
    host: str
    content_type: str
    charset: str
    content: bytes


def fetch(
    url: str,
    guard: Guard,
    deadline: float,
    *,
    types: Callable[[str], bool],
    most: int,
    enough: bytes | None = None,
) -> Fetched:
    """Return what is at ``url`` by ``deadline`` (of ``time.monotonic``), if ``types`` takes its type.

    More than ``most`` bytes, unpacked, are refused; with ``enough``, what comes after that or after ``most`` bytes is
    left alone instead. Every redirect passes the guard as the first address did. Raises ``Refused`` and ``Failed``.
    """
    try:
        for _ in range(MOST_REDIRECTS + 1):
            place = guard.look_up(url, deadline)
            connection = Connection(place, guard, deadline, most + OVERHEAD)
            try:
                response = _ask(connection, place, types)
                if response.status not in REDIRECTS:
                    return _taken(response, url, place, types, most, enough)
                url = urljoin(url, response.headers.get("Location", ""))
            finally:
                connection.hang_up()
    except (OSError, HTTPException, ValueError, zlib.error) as error:
        raise Failed(str(error)) from error
    raise Refused("too many redirects")


def _ask(connection: Connection, place: Place, types: Callable[[str], bool]) -> HTTPResponse:
    accept = "image/*" if types("image/png") else "text/html, application/xhtml+xml"
    connection.request("GET", place.target, headers=HEADERS | {"Host": place.netloc, "Accept": accept})
    return connection.getresponse()


def _taken(
    response: HTTPResponse, url: str, place: Place, types: Callable[[str], bool], most: int, enough: bytes | None
) -> Fetched:
    if response.status != 200:
        raise Failed(f"answered {response.status}")
    headers: Headers = response.headers
    content_type = headers.get_content_type()
    if not types(content_type):
        raise Refused("another type")
    content = _content(response, most, enough)
    return Fetched(url, place.host, content_type, str(headers.get_content_charset("")), content)


def _content(response: HTTPResponse, most: int, enough: bytes | None) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "", "gzip", "x-gzip"}:
        raise Refused("packed in another way")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if encoding.endswith("gzip") else None
    content = bytearray()
    while piece := response.read1(PIECE):
        if unpack:
            # However much there is in a few bytes, no more is unpacked than may be kept.
            piece = unpack.decompress(piece, most + 1 - len(content))
        content += piece
        if enough is not None and enough in content[-len(piece) - len(enough) :].lower():
            break
        if len(content) > most:
            if enough is None:
                raise Refused("too much")
            del content[most:]
            break
        if unpack and unpack.eof:
            break
    return bytes(content)
