"""The bad line between one page and the servers: it cuts, refuses, freezes, delays and splits what passes."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress


class Proxy:
    """A TCP proxy of one page on 127.0.0.1. ``upstreams`` names the ports of the servers that may be asked."""

    def __init__(self, upstreams: Callable[[], list[int]], chance: random.Random) -> None:
        self._upstreams, self._chance = upstreams, chance
        self._writers: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._pumps: set[asyncio.Task[None]] = set()
        self.refusing = False
        self.delay = 0.0
        self.splitting = False
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        self._flowing.set()
        self.cut()
        for pump in list(self._pumps):
            pump.cancel()

    def cut(self) -> None:
        """Reset every connection, with whatever is on its way lost."""
        for writer in list(self._writers):
            writer.transport.abort()

    def freeze(self) -> None:
        self._flowing.clear()

    def thaw(self) -> None:
        self._flowing.set()

    def heal(self) -> None:
        """End every fault; what a freeze has held arrives now."""
        self.refusing, self.delay, self.splitting = False, 0.0, False
        self.thaw()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            upstream = None if self.refusing else await self._connect()
            if upstream is None:
                writer.transport.abort()
                return
            self._writers.add(upstream[1])
            try:
                pumps = [asyncio.create_task(self._pump(reader, upstream[1]))]
                pumps.append(asyncio.create_task(self._pump(upstream[0], writer)))
                self._pumps |= set(pumps)
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
                # One side has ended: as a proxy in front of a chat does, end the other too, after what is on its way.
                await asyncio.wait(pumps, timeout=1)
                for pump in pumps:
                    pump.cancel()
                self._pumps -= set(pumps)
            finally:
                self._writers.discard(upstream[1])
                upstream[1].close()
        finally:
            self._writers.discard(writer)
            with suppress(Exception):
                writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        ports = self._upstreams()
        self._chance.shuffle(ports)
        for port in ports:
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        return None

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while data := await reader.read(65536):
                for piece in self._pieces(data):
                    await self._flowing.wait()
                    if self.delay:
                        await asyncio.sleep(self.delay)
                    writer.write(piece)
                    await writer.drain()
            writer.write_eof()

    def _pieces(self, data: bytes) -> list[bytes]:
        if not self.splitting or len(data) < 2:
            return [data]
        places = sorted(self._chance.sample(range(1, len(data)), min(len(data) - 1, self._chance.randint(1, 6))))
        return [data[start:end] for start, end in zip([0, *places], [*places, len(data)], strict=True)]
