"""A small chat server that loses or repeats exactly what it is told to: it judges the generator's counting."""

import asyncio
import re
import threading
from collections.abc import Callable

from bench.frames import frame

NUMBER = re.compile(rb"zq(\d{7})q")
# What one viewer is sent for a message: normally the text itself, once.
Tamper = Callable[[int, int, bytes], list[bytes]]


class Liar:
    """Answers posts with 204 and sends each message's body to all viewers, as ``tamper(viewer, number, body)`` says.

    ``split`` cuts what is written into pieces of so many bytes; ``status`` is the answer to every post.
    """

    def __init__(self, tamper: Tamper, *, split: int = 0, status: int = 204) -> None:
        self._tamper, self._split, self._status = tamper, split, status
        self._viewers: list[asyncio.StreamWriter] = []
        # Two messages in pieces must not get between each other's pieces.
        self._one_at_a_time = asyncio.Lock()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    def __enter__(self) -> "Liar":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            if b"Upgrade: websocket" in head:
                writer.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
                self._viewers.append(writer)
                await reader.read()
                return
            length = re.search(rb"Content-Length: (\d+)", head)
            assert length
            body = await reader.readexactly(int(length[1]))
            writer.write(b"HTTP/1.1 %d Any\r\nContent-Length: 0\r\n\r\n" % self._status)
            if self._status == 204:
                async with self._one_at_a_time:
                    await self._deliver(body)

    async def _deliver(self, body: bytes) -> None:
        found = NUMBER.search(body)
        assert found
        for n, viewer in enumerate(self._viewers):
            data = b"".join(frame(payload) for payload in self._tamper(n, int(found[1]), body))
            step = self._split or len(data) or 1
            for at in range(0, len(data), step):
                viewer.write(data[at : at + step])
                await viewer.drain()
                if self._split:
                    await asyncio.sleep(0.001)
