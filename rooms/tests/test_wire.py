"""What is told to sockets: encoded once, in order, and bounded, under whatever server there is."""

import asyncio
from typing import Any

import pytest

from rooms.feed.wire import Frame, wire_to


@pytest.mark.parametrize(
    ("length", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_a_frame_begins_as_the_standard_says(length: int, head: bytes) -> None:
    assert Frame("x" * length).data == head + b"x" * length


def test_a_frames_length_is_that_of_its_bytes() -> None:
    assert Frame("ü" * 100).data[:4] == b"\x81\x7e\x00\xc8"


def test_texts_keep_their_order_and_flush_waits_for_the_last() -> None:
    async def story() -> list[str]:
        sent: list[str] = []

        async def send(message: dict[str, Any]) -> None:
            await asyncio.sleep(0.001)
            sent.append(message["text"])

        wire = wire_to(send)
        for number in range(20):
            wire.write(Frame(str(number)))
        await wire.flush()
        wire.write(Frame("again"))
        await wire.flush()
        return sent

    assert asyncio.run(story()) == [*map(str, range(20)), "again"]


def test_a_server_that_takes_nothing_more_is_asked_to_close(settings) -> None:
    settings.SOCKET_MAX_WAITING_BYTES = 1000

    async def story() -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            asked.append(message)
            if message["type"] == "websocket.send":
                await asyncio.Event().wait()

        wire = wire_to(send)
        for _ in range(5):
            wire.write(Frame("x" * 400))
            await asyncio.sleep(0)
        await wire.flush()
        return asked

    first, *others = asyncio.run(story())
    assert first["type"] == "websocket.send"
    assert {"type": "websocket.close", "code": 1013} in others
