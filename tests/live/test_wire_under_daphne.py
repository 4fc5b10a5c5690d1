"""What goes straight to Daphne's sockets: in order, whole, and bounded for a reader who doesn't read."""

import re
import resource
from collections.abc import Callable
from pathlib import Path

from tests.support.elsewhere import Elsewhere
from tests.support.raw_socket import CLOSE, TEXT, RawFrame, RawSocket
from tests.support.server import ParleyServer

Start = Callable[..., tuple[ParleyServer, Elsewhere]]

LONG = "long " * 790


def born(frames: list[RawFrame]) -> list[int]:
    """Return the positions of the messages in some frames, in the order in which they came."""
    return [int(found) for frame in frames for found in re.findall(r'<li id="m(\d+)"', frame.text)]


def resident_bytes(server: ParleyServer) -> int:
    assert server.process
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def test_frames_of_every_length_arrive_whole_and_in_order(start_parley: Start) -> None:
    server, elsewhere = start_parley()
    room = elsewhere.make_room("Lengths", ["alice", "bob"])
    page = RawSocket(server.port, room, elsewhere.sign_in("bob"))
    page.hello(0)
    positions = [elsewhere.post(room, "alice", "x" * length) for length in (1, 40, 120, 700, 3990)]
    frames: list[RawFrame] = []
    while born(frames) != positions:
        frame = page.frame()
        assert frame
        assert frame.kind == TEXT
        frames.append(frame)
    page.close()


def test_the_reason_comes_before_the_close_and_after_what_was_sent(start_parley: Start) -> None:
    server, elsewhere = start_parley()
    room = elsewhere.make_room("Order", ["alice", "bob"])
    page = RawSocket(server.port, room, elsewhere.sign_in("bob"))
    page.hello(0)
    position = elsewhere.post(room, "alice", "before the end")
    elsewhere.remove(room, "bob")
    frames = page.frames()
    said = [frame for frame in frames if "You are no longer a member of this room." in frame.payload.decode("latin-1")]
    assert len(said) == 1
    assert frames.index(said[0]) == len(frames) - 2
    assert (frames[-1].kind, frames[-1].close_code) == (CLOSE, 4403)
    assert born(frames[:-1]) in ([position], [])
    page.close()


def test_a_reader_who_does_not_read_is_cut_off_and_comes_back_without_loss(start_parley: Start) -> None:
    server, elsewhere = start_parley(SOCKET_MAX_WAITING_BYTES="65536", FEED_HEARTBEAT_SECONDS="1")
    room = elsewhere.make_room("Slow", ["alice", "bob", "carol"])
    quick = RawSocket(server.port, room, elsewhere.sign_in("carol"))
    slow = RawSocket(server.port, room, elsewhere.sign_in("bob"), buffer=4096)
    for page in (quick, slow):
        page.hello(0)
        assert page.frame()
    before = resident_bytes(server)
    frames: list[RawFrame] = []
    # More than the kernel takes for somebody who doesn't read (about 3 MB on Linux), and than the limit.
    positions = []
    for _ in range(1400):
        positions.append(elsewhere.post(room, "alice", LONG))
        if len(positions) % 50 == 0:
            while born(frames)[-1:] != positions[-1:]:
                frame = quick.frame()
                assert frame
                frames.append(frame)
    assert born(frames) == positions
    assert resident_bytes(server) - before < 40_000_000
    # The slow one's connection has ended, with less in it than there was to say.
    assert born([frame for frame in slow.frames() if frame.kind == TEXT]) != positions
    again = RawSocket(server.port, room, elsewhere.sign_in("bob"))
    again.hello(positions[-3])
    frame = again.frame()
    assert frame
    assert born([frame]) == positions[-2:]
    for page in (quick, slow, again):
        page.close()
