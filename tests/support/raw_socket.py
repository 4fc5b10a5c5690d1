"""A WebSocket client down to its bytes, for tests that must decide themselves when to read."""

import base64
import json
import os
import socket
from dataclasses import dataclass

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


@dataclass
class RawFrame:
    kind: int
    payload: bytes

    @property
    def text(self) -> str:
        return self.payload.decode()

    @property
    def close_code(self) -> int:
        return int.from_bytes(self.payload[:2])


class RawSocket:
    """Opens a room's socket with a session cookie; ``buffer`` bounds what the kernel takes for a reader who doesn't."""

    def __init__(self, port: int, room_id: int, session_key: str, buffer: int = 0) -> None:
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(20)
        self.socket.connect(("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /ws/rooms/{room_id}/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"Cookie: sessionid={session_key}\r\n\r\n".encode()
        )
        self._file = self.socket.makefile("rb")
        assert b"101" in self._file.readline()
        while self._file.readline().strip():
            pass

    def hello(self, cursor: int) -> None:
        self.send(json.dumps({"type": "hello", "cursor": str(cursor)}).encode())

    def send(self, payload: bytes, kind: int = TEXT) -> None:
        """Send a masked frame, as a browser must (RFC 6455, 5.3)."""
        mask = os.urandom(4)
        length = len(payload)
        head = bytes((0x80 | kind, 0x80 | length)) if length < 126 else bytes((0x80 | kind, 0xFE)) + length.to_bytes(2)
        self.socket.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))

    def frame(self) -> RawFrame | None:
        """Return the next frame that is no ping, or None when the connection has ended."""
        while True:
            try:
                head = self._file.read(2)
                if len(head) < 2:
                    return None
                length = head[1] & 0x7F
                if length > 125:
                    length = int.from_bytes(self._file.read(2 if length == 126 else 8))
                payload = self._file.read(length)
            except ConnectionResetError:
                return None
            if len(payload) < length:
                return None
            if head[0] & 0x0F != PING:
                return RawFrame(head[0] & 0x0F, payload)

    def frames(self) -> list[RawFrame]:
        """Return every frame up to the end of the connection."""
        found = []
        while frame := self.frame():
            found.append(frame)
        return found

    def close(self) -> None:
        self.socket.close()
        self._file.close()
