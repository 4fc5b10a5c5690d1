"""What a hostile server can do to ours: nothing that lasts, and nothing that grows."""

import gzip
import itertools
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rooms.previews.fetching import Failed, Fetched, fetch
from rooms.previews.guard import Refused

from .hostile_web import Web, answer, page, redirect, serve

HTML = {"text/html"}


def get(web: Web, path: str = "/", *, host: str = "news.example", seconds: float = 5, most: int = 100_000) -> Fetched:
    return fetch(web.url(path, host), web.guard(), time.monotonic() + seconds, types=HTML.__contains__, most=most)


def test_a_page_is_fetched_by_somebody_who_says_who_they_are(web: Web) -> None:
    web.answers["/a?b=c"] = page("<title>News</title>")
    fetched = get(web, "/a?b=c")
    assert b"<title>News</title>" in fetched.content
    assert (fetched.host, fetched.content_type, fetched.charset) == ("news.example", "text/html", "utf-8")
    (head,) = web.asked
    assert head.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert f"Host: news.example:{web.port}\r\n" in head
    assert "User-Agent: Parley (link preview)\r\n" in head
    assert "Cookie" not in head
    assert "Referer" not in head


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_followed(web: Web, status: str) -> None:
    web.answers |= {"/old": redirect("../new", status), "/new": page("<title>New</title>")}
    assert get(web, "/old").url == web.url("/new")


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://169.254.169.254:{port}/latest/meta-data/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://[64:ff9b::7f00:1]:{port}/",
        "http://[2002:7f00:1::]:{port}/",
        "http://0:{port}/",
        "http://2130706433:{port}/",
        "http://inside.example:{port}/",
        "//127.0.0.1:{port}/",
        "http://news.example:22/",
        "http://alice:secret@news.example:{port}/",
        "file:///etc/passwd",
        "ftp://news.example:{port}/",
        "gopher://news.example:{port}/_x",
        "javascript:alert(1)",
        "data:text/html,hello",
    ],
)
def test_every_redirect_is_checked_as_the_first_address_was(web: Web, to: str) -> None:
    web.names["inside.example"] = [["127.0.0.1"]]
    web.names["localhost"] = [["127.0.0.1", "::1"]]
    web.answers |= {"/": redirect(to.format(port=web.port)), "/latest/meta-data/": page("<title>Keys</title>")}
    with pytest.raises(Refused):
        get(web)
    assert len(web.asked) == 1


def test_redirects_end(web: Web) -> None:
    web.answers |= {"/": redirect("/b"), "/b": redirect("/")}
    with pytest.raises(Refused, match="too many redirects"):
        get(web)
    assert len(web.asked) == 6


def test_a_name_that_changes_its_meaning_between_the_look_and_the_connection_gains_nothing(web: Web) -> None:
    """First it means a good address, and from then on this machine: the good one is where the server goes."""
    web.names["rebinding.example"] = [["127.0.0.2"], ["127.0.0.1"]]
    web.answers["/"] = page("<title>Good</title>")
    assert b"Good" in get(web, host="rebinding.example").content
    assert web.looks == ["rebinding.example"]
    with pytest.raises(Refused, match="open internet"):
        get(web, host="rebinding.example")


def drip(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        sock.sendall(b"x")
        time.sleep(0.05)


def drip_head(sock: socket.socket) -> None:
    for number in itertools.count():
        sock.sendall(f"X-{number}: ".encode() if number else b"HTTP/1.1 200 OK\r\n")
        time.sleep(0.05)


def silence(sock: socket.socket) -> None:
    time.sleep(10)


@pytest.mark.parametrize("slow", [drip, drip_head, silence])
def test_slow_servers_are_left_at_the_deadline(web: Web, slow: Callable[[socket.socket], None]) -> None:
    web.answers["/"] = slow
    began = time.monotonic()
    with pytest.raises(Failed):
        get(web, seconds=0.5)
    assert time.monotonic() - began < 2


def test_the_deadline_is_for_all_redirects_together(web: Web) -> None:
    def later(sock: socket.socket) -> None:
        time.sleep(0.3)
        sock.sendall(redirect("/"))

    web.answers["/"] = later
    with pytest.raises(Failed):
        get(web, seconds=0.7)
    assert len(web.asked) <= 3


def endless(head: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    def send(sock: socket.socket) -> None:
        sock.sendall(head)
        while True:
            sock.sendall(piece)

    return send


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "flood",
    [
        endless(OK + b"\r\n", b"x" * 10_000),
        endless(OK + b"Content-Length: 9999999999999\r\n\r\n", b"x" * 10_000),
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 1000),
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"f" * 1000),
        endless(OK, b"X-Flood: 1\r\n" * 1000),
        endless(OK + b"X-Long: ", b"x" * 10_000),
        endless(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
        endless(b"", b"x" * 10_000),
    ],
    ids=["body", "length", "chunks", "chunk size", "heads", "long head", "continue", "nonsense"],
)
def test_floods_are_left_after_what_may_come(web: Web, flood: Callable[[socket.socket], None]) -> None:
    web.answers["/"] = flood
    began = time.monotonic()
    with pytest.raises((Refused, Failed)):
        get(web, seconds=20)
    assert time.monotonic() - began < 5


def test_a_bomb_is_not_unpacked(web: Web) -> None:
    once = gzip.compress(b"\0" * 50_000_000, mtime=0)
    bomb = gzip.compress(once)
    assert len(once) < 60_000
    for content in (once, bomb):
        web.answers["/"] = answer(content, head="Content-Encoding: gzip\r\n")
        if content is once:
            with pytest.raises(Refused, match="too much"):
                get(web)
        else:
            # It is unpacked once, as the server says, and not again.
            assert get(web).content == once


def test_what_is_packed_otherwise_or_badly_is_left(web: Web) -> None:
    for encoding, content, what in (("br", b"x", Refused), ("gzip, gzip", b"x", Refused), ("gzip", b"no", Failed)):
        web.answers["/"] = answer(content, head=f"Content-Encoding: {encoding}\r\n")
        with pytest.raises(what):
            get(web)


def test_of_a_long_page_the_beginning_is_read(web: Web) -> None:
    web.answers["/"] = endless(OK + b"\r\n<title>Long</title></HEAD>", b"x" * 10_000)
    deadline = time.monotonic() + 5
    fetched = fetch(web.url("/"), web.guard(), deadline, types=HTML.__contains__, most=100_000, enough=b"</head")
    assert b"<title>Long" in fetched.content
    assert len(fetched.content) < 50_000


@pytest.mark.parametrize("kind", ["application/pdf", "text/plain", "image/svg+xml", "video/mp4", "", "nonsense"])
def test_other_types_are_refused_before_they_are_read(web: Web, kind: str) -> None:
    web.answers["/"] = answer(b"<title>No</title>", kind)
    with pytest.raises(Refused, match="another type"):
        get(web)


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oh", "204 No Content", "206 Partial", "304 Same", "999 ?"])
def test_only_a_page_that_is_there_counts(web: Web, status: str) -> None:
    web.answers["/"] = answer(b"<title>No</title>", status=status)
    with pytest.raises(Failed):
        get(web)


def test_a_server_that_is_away_fails_at_once(web: Web) -> None:
    free = socket.socket()
    free.bind(("127.0.0.2", 0))
    port = free.getsockname()[1]
    guard = web.guard(ports=frozenset({port}))
    with free, pytest.raises(Failed):
        fetch(f"http://news.example:{port}/", guard, time.monotonic() + 5, types=HTML.__contains__, most=1000)


def certificate(folder: Path, name: str) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file = folder / f"{name}.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem))
    return file


@pytest.fixture
def secret_web(tmp_path: Path) -> Iterator[Web]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path, "news.example"))
    yield from serve(context)


def test_https_is_for_the_host_and_not_for_its_address(secret_web: Web, tmp_path: Path) -> None:
    secret_web.answers["/"] = page("<title>Secret</title>")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "news.example.pem"))

    def ask(host: str, tls: ssl.SSLContext) -> Fetched:
        guard = secret_web.guard(tls=tls)
        url = f"https://{host}:{secret_web.port}/"
        return fetch(url, guard, time.monotonic() + 5, types=HTML.__contains__, most=1000)

    assert b"Secret" in ask("news.example", trusting).content
    for host, tls in (("other.example", trusting), ("news.example", ssl.create_default_context())):
        with pytest.raises(Failed, match="certificate verify failed"):
            ask(host, tls)
