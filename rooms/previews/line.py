"""A line to a server that nobody trusts: it ends at a deadline, and after so many bytes, whatever comes or doesn't."""

import io
import socket
import time
from collections.abc import Buffer
from http.client import HTTPConnection
from typing import Any

from .guard import Guard, Place, Refused

# Of one address of several.
CONNECT_SECONDS = 3.0


class _Incoming(io.RawIOBase):
    """What comes over a socket. Raises ``TimeoutError`` at the deadline, and ``Refused`` where it is too much."""

    def __init__(self, sock: socket.socket, deadline: float, most: int) -> None:
        self._sock = sock
        self._deadline = deadline
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        if self._left <= 0:
            raise Refused("too much")
        self._sock.settimeout(seconds_until(self._deadline))
        count = self._sock.recv_into(memoryview(buffer)[: self._left])
        self._left -= count
        return count


class Line:
    """A socket, as far as ``http.client`` needs one."""

    def __init__(self, sock: socket.socket, deadline: float, most: int) -> None:
        self._sock = sock
        self._deadline = deadline
        self._incoming = _Incoming(sock, deadline, most)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._incoming)

    def sendall(self, data: Any) -> None:
        self._sock.settimeout(seconds_until(self._deadline))
        self._sock.sendall(data)

    def close(self) -> None:
        """Do nothing: ``http.client`` closes its socket while it still reads from it. See ``hang_up``."""


class Connection(HTTPConnection):
    """A connection to one of a place's addresses, and to no other: the host's name is not looked up again."""

    def __init__(self, place: Place, guard: Guard, deadline: float, most: int) -> None:
        super().__init__(place.host, place.port)
        self._place = place
        self._guard = guard
        self._deadline = deadline
        self._most = most
        self._socket: socket.socket | None = None

    def connect(self) -> None:
        self._socket = self._connected()
        if self._place.scheme == "https":
            self._socket.settimeout(seconds_until(self._deadline))
            self._socket = self._guard.tls.wrap_socket(self._socket, server_hostname=self._place.host)
        self.sock: Any = Line(self._socket, self._deadline, self._most)

    def hang_up(self) -> None:
        """Really close it."""
        if self._socket:
            self._socket.close()

    def _connected(self) -> socket.socket:
        last: OSError = OSError("no address")
        for address in self._place.addresses:
            seconds = min(CONNECT_SECONDS, seconds_until(self._deadline))
            try:
                return socket.create_connection((address, self._place.port), seconds)
            except OSError as error:
                last = error
        raise last


def seconds_until(deadline: float) -> float:
    """Return how long it is to a deadline; raise ``TimeoutError`` where it has passed."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left
