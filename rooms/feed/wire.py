"""The last step: hands one encoded frame to many sockets, as cheaply as the server allows.

Under Daphne the frame is encoded once, and its bytes go straight to the socket when nothing waits there, or else behind
what waits. ``bench/README.md`` has what that saves. Under any other server, and in tests, it goes through the ordinary
ASGI ``send``. Either way frames keep their order among each other and with what the consumer sends, and a reader too
slow to take what is meant for it is cut off: it comes back, says hello, and gets what it lacks.
"""

import asyncio
import ctypes
import errno
import socket
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from daphne.ws_protocol import WebSocketProtocol
from django.conf import settings
from twisted.internet.tcp import Connection

Send = Callable[[dict[str, Any]], Awaitable[None]]

TEXT_FRAME = 0x81
# Among the codes on which the page comes back.
TRY_AGAIN_LATER = 1013


# Python lets go of its interpreter lock around every send of its own, and where other threads render pages, each of
# a thousand sends then waits up to five milliseconds to get it back. A send that can't block needn't let go.
_send = ctypes.PyDLL(None, use_errno=True).send
_send.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int)
_send.restype = ctypes.c_ssize_t
_FLAGS = socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL
_LATER = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EINTR, errno.ENOBUFS}


def send_now(descriptor: int, data: bytes) -> int:
    """Send what a socket takes without waiting, and return how many bytes that were; -1 when its connection is gone."""
    sent: int = _send(descriptor, data, len(data), _FLAGS)
    if sent < 0 and ctypes.get_errno() in _LATER:
        return 0
    return sent


class Frame:
    """A text, and its bytes as a WebSocket text frame from the server (RFC 6455, 5.2: final, not masked)."""

    __slots__ = ("data", "text")

    def __init__(self, text: str) -> None:
        payload = text.encode()
        length = len(payload)
        if length < 126:
            head = bytes((TEXT_FRAME, length))
        elif length < 1 << 16:
            head = bytes((TEXT_FRAME, 126)) + length.to_bytes(2)
        else:
            head = bytes((TEXT_FRAME, 127)) + length.to_bytes(8)
        self.text = text
        self.data = head + payload


class Wire(Protocol):
    """One socket's way out. ``write`` never waits and never raises."""

    def opened(self) -> None:
        """Let go of what only the handshake needed: some KiB, which the server would keep as long as the socket."""

    def write(self, frame: Frame) -> None: ...

    async def flush(self) -> None:
        """Wait until everything written has been handed to the server, so that a close comes after it."""


def wire_to(send: Send) -> Wire:
    """Return the cheapest wire for an ASGI application's ``send``."""
    # Daphne's ``send`` is its server's handle_reply with the socket's protocol put in.
    if isinstance(send, partial) and send.args and isinstance(send.args[0], WebSocketProtocol):
        protocol = send.args[0]
        # Over TLS the bytes would have to be encrypted first: that transport is another class.
        if isinstance(protocol.transport, Connection):
            return DaphneWire(protocol)
    return AsgiWire(send)


class DaphneWire:
    """Writes to the TCP connection beneath Daphne's WebSocket protocol."""

    __slots__ = ("_protocol",)

    def __init__(self, protocol: WebSocketProtocol) -> None:
        self._protocol = protocol

    def opened(self) -> None:
        protocol = self._protocol
        protocol.http_request_data = b""
        protocol.http_headers.clear()
        protocol.clean_headers.clear()
        # Else the HTTP request that the socket came by stays with the transport.
        protocol.transport.unregisterProducer()

    def write(self, frame: Frame) -> None:
        protocol = self._protocol
        transport = protocol.transport
        if protocol.state != protocol.STATE_OPEN or transport is None or not transport.connected:
            return
        if protocol.send_queue:
            # The protocol itself has frames waiting: they come first.
            protocol.sendData(frame.data)
            return
        sent = 0
        if not transport.dataBuffer and not transport._tempDataBuffer:
            sent = send_now(transport.fileno(), frame.data)
            if sent < 0:
                transport.abortConnection()
                return
        if sent < len(frame.data):
            transport.write(frame.data[sent:] if sent else frame.data)
            waiting = len(transport.dataBuffer) - transport.offset + transport._tempDataLen
            if waiting > settings.SOCKET_MAX_WAITING_BYTES:
                transport.abortConnection()

    async def flush(self) -> None:
        """Nothing to wait for: what comes next is written behind it."""


class AsgiWire:
    """Sends through ASGI, one frame after the other, in a task that lives only while frames wait."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: deque[Frame] = deque()
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None

    def opened(self) -> None:
        """Of other servers nothing is known."""

    def write(self, frame: Frame) -> None:
        self._waiting.append(frame)
        self._bytes += len(frame.data)
        if self._bytes > settings.SOCKET_MAX_WAITING_BYTES:
            self._cut_off()
        elif self._task is None:
            self._task = asyncio.create_task(self._drain())

    async def flush(self) -> None:
        if self._task:
            await asyncio.wait([self._task])

    async def _drain(self) -> None:
        while self._waiting:
            frame = self._waiting.popleft()
            await self._send({"type": "websocket.send", "text": frame.text})
            self._bytes -= len(frame.data)
        self._task = None

    def _cut_off(self) -> None:
        if self._task:
            self._task.cancel()
        self._waiting.clear()
        self._bytes = 0
        self._task = asyncio.create_task(self._close())

    async def _close(self) -> None:
        await self._send({"type": "websocket.close", "code": TRY_AGAIN_LATER})
