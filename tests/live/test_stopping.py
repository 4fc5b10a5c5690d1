"""SIGTERM: nothing new, a goodbye to every page, what was begun is finished, and then the end."""

import re
import signal
import threading
from collections.abc import Callable
from urllib.request import Request, urlopen

from tests.support.elsewhere import Elsewhere
from tests.support.raw_socket import RawSocket
from tests.support.server import ParleyServer

Start = Callable[..., tuple[ParleyServer, Elsewhere]]


def test_pages_are_told_to_come_back_one_after_the_other(start_parley: Start) -> None:
    server, elsewhere = start_parley(FEED_RETURNS_PER_SECOND="2", FEED_HEARTBEAT_SECONDS="60")
    room = elsewhere.make_room("Goodbye", ["alice", "bob"])
    key = elsewhere.sign_in("bob")
    pages = [RawSocket(server.port, room, key) for _ in range(8)]
    for page in pages:
        page.hello(0)
        assert page.frame()
    assert server.process
    server.process.send_signal(signal.SIGTERM)
    delays = []
    for page in pages:
        goodbye = page.frame()
        assert goodbye
        assert "Reconnecting" in goodbye.text
        assert 'id="sock"' in goodbye.text
        delays += re.findall(r"load delay:(\d+)s", goodbye.text)
    # Two a second, so four seconds for eight.
    assert sorted(delays) == sorted("11223344")
    assert server.process.wait(timeout=10) == 0
    for page in pages:
        page.close()


def test_a_request_that_was_begun_is_answered(start_parley: Start) -> None:
    server, elsewhere = start_parley()
    room = elsewhere.make_room("Begun", ["alice"])
    key = elsewhere.sign_in("alice")
    answers: list[int] = []

    def ask() -> None:
        request = Request(f"{server.url}/rooms/{room}/", headers={"Cookie": f"sessionid={key}"})
        with urlopen(request, timeout=20) as answer:
            answers.append(answer.status)

    # The first request of a process loads its templates, which takes long enough to be in the middle of.
    asking = [threading.Thread(target=ask) for _ in range(6)]
    for each in asking:
        each.start()
    for each in asking:
        each.join(0.02)
    assert server.process
    server.process.send_signal(signal.SIGTERM)
    for each in asking:
        each.join()
    assert answers == [200] * 6
    assert server.process.wait(timeout=15) == 0
    assert "Traceback" not in server.log.read_text()
