"""A web server on this machine that answers as each test tells it to, by hand and byte for byte, and a guard that goes
there. The guard's own rules hold: only which names and which one address are known is the tests'."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from rooms.previews.addresses import is_public
from rooms.previews.guard import Guard

Answer = bytes | Callable[[socket.socket], None]


@dataclass
class Web:
    """The server. ``answers`` are by path; ``asked`` is the head of every request that came."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    # What is known of names beside news.example, which is this server: lists of addresses, one for each look.
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    looks: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def guard(self, **ways: Any) -> Guard:
        """Return a guard for which 127.0.0.2, where this server is too, is the whole open internet beside the real."""
        mine: dict[str, Any] = {
            "ports": frozenset({self.port}),
            "allows": lambda address: address == "127.0.0.2" or is_public(address),
        }
        return Guard(resolve=self._resolve, **(mine | ways))

    def _resolve(self, host: str) -> list[str]:
        self.looks.append(host)
        if host in self.names:
            known = self.names[host]
            return known.pop(0) if len(known) > 1 else known[0]
        if host.endswith(".example"):
            return ["127.0.0.2"]
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
        return [str(address[0]) for *_, address in found]


def answer(body: bytes = b"", kind: str = "text/html; charset=utf-8", status: str = "200 OK", head: str = "") -> bytes:
    length = f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{length}{head}\r\n".encode() + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    return answer(status=status, head=f"Location: {to}\r\n")


def page(head: str, body: str = "") -> bytes:
    return answer(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    # What never ends is left by whoever asked for it; nobody waits for it here.
    block_on_close = False
    web: Web
    tls: ssl.SSLContext | None = None


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Server)
        sock: socket.socket = self.request
        try:
            if self.server.tls:
                sock = self.server.tls.wrap_socket(sock, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head and (piece := sock.recv(4096)):
                head += piece
            self.server.web.asked.append(head.decode("latin-1"))
            said = self.server.web.answers.get(head.split(b" ")[1].decode(), answer(status="404 Not Found"))
            if callable(said):
                said(sock)
            else:
                sock.sendall(said)
            sock.close()
        except OSError:
            # Whoever asked has hung up, which is what these tests are about.
            pass


def serve(tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    try:
        server = _Server(("127.0.0.2", 0), _Handler)
    except OSError:
        pytest.skip("this machine has only one address of its own")
    server.web, server.tls = Web(server.server_address[1]), tls
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server.web
    server.shutdown()
    server.server_close()


@pytest.fixture
def web() -> Iterator[Web]:
    yield from serve()
