"""Decides where the server may go on behalf of somebody who wrote a link."""

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from .addresses import is_public

# As many addresses of a host are tried.
TRIES = 3
LONGEST_URL = 2000
# What stands in an address as it is; everything else is written with a %.
SAFE = "/%:=&?~+!$,;'@()*[]-._"

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"[a-z0-9.:_-]+")


class Refused(Exception):
    """Raised for what the server does not fetch."""


@dataclass(frozen=True)
class Place:
    """Where an address leads to: a host whose addresses were looked up, once, and found good."""

    scheme: str
    host: str
    port: int
    # What is asked for there.
    target: str
    addresses: list[str]

    @property
    def netloc(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"http": 80, "https": 443}[self.scheme] else f"{host}:{self.port}"


def resolve(host: str) -> list[str]:
    """Return the addresses of a host, as the machine finds them. Raises ``OSError``."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True)
class Guard:
    """The way out. There is one as it stands here; tests, whose servers are on this machine, make others."""

    resolve: Callable[[str], list[str]] = resolve
    allows: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def look_up(self, url: str, deadline: float) -> Place:
        """Return where ``url`` leads to, by ``deadline`` (of ``time.monotonic``) at the latest.

        Raises ``Refused``, and ``OSError`` where the host is unknown or the answer takes too long.
        """
        if len(url) > LONGEST_URL or _FORBIDDEN.search(url):
            raise Refused("not an address")
        try:
            parts = urlsplit(url)
            port, name = parts.port, parts.hostname or ""
            host = name if name.isascii() else name.encode("idna").decode()
        except ValueError:
            raise Refused("not an address") from None
        if parts.scheme not in {"http", "https"}:
            raise Refused("neither http nor https")
        if parts.username is not None or parts.password is not None:
            raise Refused("a name or a password in the address")
        if not _HOST.fullmatch(host):
            raise Refused("no host")
        if port is None:
            port = 80 if parts.scheme == "http" else 443
        if port not in self.ports:
            raise Refused("another port")
        addresses = [address for address in self._resolve_by(host, deadline) if self.allows(address)]
        if not addresses:
            raise Refused("not on the open internet")
        target = quote(parts.path or "/", SAFE) + (f"?{quote(parts.query, SAFE)}" if parts.query else "")
        return Place(parts.scheme, host, port, target, addresses[:TRIES])

    def _resolve_by(self, host: str, deadline: float) -> list[str]:
        """Look a host up in a thread of its own: the machine's way of doing so can't be told how long it may take."""
        outcome: list[list[str] | Exception] = []

        def look() -> None:
            try:
                outcome.append(self.resolve(host))
            # What names can be made of makes some resolvers stumble.
            except Exception as error:
                outcome.append(error)

        thread = threading.Thread(target=look, name="link-name", daemon=True)
        thread.start()
        thread.join(max(0.0, deadline - time.monotonic()))
        if not outcome:
            raise TimeoutError("the host's name took too long")
        if isinstance(outcome[0], Exception):
            raise OSError("unknown host") from outcome[0]
        return outcome[0]
