"""Whoever is away is mailed: by a server that is alone itself, or by a worker, which may be killed at any time."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.support import programs
from tests.support.elsewhere import Elsewhere
from tests.support.mail_server import SILENCE, MailServer, running_mail_server
from tests.support.raw_socket import RawSocket
from tests.support.redis import RedisServer
from tests.support.server import ROOT, ParleyServer

Start = Callable[..., tuple[ParleyServer, Elsewhere]]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


def call_bob(server: ParleyServer, elsewhere: Elsewhere) -> None:
    """Mention Bob, a quarter of an hour ago."""
    room = int(elsewhere.make_room("Away", ["alice", "bob"]))
    elsewhere.post(room, "alice", "@bob come back")
    with sqlite3.connect(server.folder / "parley.sqlite3", timeout=20) as database:
        database.execute("UPDATE alerts_alert SET mail_due = datetime('now', '-5 minutes')")
    database.close()


Work = Callable[[ParleyServer], subprocess.Popen[bytes]]


@pytest.fixture
def work() -> Iterator[Work]:
    """Return a function that starts a worker as the Procfile does; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(server: ParleyServer) -> subprocess.Popen[bytes]:
        with (server.folder / "worker.log").open("ab") as log:
            command = [sys.executable, "manage.py", "mail_alerts"]
            environment = os.environ | server.environment
            started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        return started[-1]

    yield start
    for process in started:
        programs.end(process)


def test_a_server_that_is_alone_mails_by_itself(start_parley: Start, mail_server: MailServer) -> None:
    server, elsewhere = start_parley(
        EMAIL_URL=mail_server.url, SITE_URL="https://chat.example.org", WORKER_IN_SERVER="yes"
    )
    call_bob(server, elsewhere)
    server.terminate()
    # What was due while it was down is mailed first.
    server.start()
    assert server.process
    programs.wait_until(lambda: bool(mail_server.accepted), server.process)
    server.terminate()
    [mail] = mail_server.accepted
    assert mail["To"] == "bob@example.org"
    assert mail["Subject"] == "Alice mentioned you in Away"
    assert "https://chat.example.org/alerts/" in str(mail.get_body(("plain",)))
    assert "Traceback" not in server.log.read_text()


def test_a_worker_that_is_killed_while_it_sends_is_not_repeated(
    start_parley: Start, mail_server: MailServer, work: Work
) -> None:
    server, elsewhere = start_parley(EMAIL_URL=mail_server.url)
    call_bob(server, elsewhere)
    mail_server.answers = [SILENCE]
    worker = work(server)
    programs.wait_until(lambda: bool(mail_server.accepted), worker)
    worker.kill()
    worker.wait()
    with sqlite3.connect(server.folder / "parley.sqlite3", timeout=20) as database:
        # As if it had been killed half an hour ago.
        database.execute("UPDATE alerts_digest SET due = datetime('now', '-15 minutes')")
        database.commit()
        worker = work(server)
        unsure = "SELECT count(*) FROM alerts_digest WHERE state = 'unsure'"
        programs.wait_until(lambda: database.execute(unsure).fetchone() == (1,), worker)
    database.close()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0
    assert mail_server.seen == 1
    assert "Traceback" not in (server.folder / "worker.log").read_text()


def test_a_worker_finds_out_who_has_a_page_in_another_process(start_parley: Start, redis_server: RedisServer) -> None:
    server, elsewhere = start_parley(REDIS_URL=redis_server.url)
    room = int(elsewhere.make_room("Asked", ["alice", "bob"]))
    assert elsewhere.here(["alice", "bob"]) == []
    page = RawSocket(server.port, room, elsewhere.sign_in("bob"))
    page.hello(0)
    assert page.frame()
    # The process has begun to listen with its first page.
    assert poll(lambda: elsewhere.here(["alice", "bob"]) == ["bob"])
    page.close()
    assert poll(lambda: elsewhere.here(["alice", "bob"]) == [])


def poll(is_so: Callable[[], bool]) -> bool:
    """Return whether it is so at once, or after some seconds."""
    return any(is_so() for _ in range(5))
