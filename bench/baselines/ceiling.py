"""A server that does nothing but hand on: no database, no rendering, whatever waits joined in one frame.

It shows how much the load generator can take: a figure close to this one would be the generator's, not the server's.
Usage: ceiling.py PORT
"""

import selectors
import socket
import sys

from bench.frames import frame


class Ceiling:
    """One room on blocking sockets: posts are collected, sent to everybody at once, and then answered."""

    def __init__(self, port: int) -> None:
        self._selector = selectors.DefaultSelector()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=4096)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._viewers: list[socket.socket] = []

    def run(self) -> None:
        while True:
            bodies, posters = [], []
            for key, _ in self._selector.select():
                if key.fileobj is self._listener:
                    connection, _address = self._listener.accept()
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._selector.register(connection, selectors.EVENT_READ)
                    continue
                connection = key.fileobj
                head, _, body = connection.recv(65536).partition(b"\r\n\r\n")
                if b"Upgrade: websocket" in head:
                    connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
                    self._viewers.append(connection)
                elif body:
                    bodies.append(body)
                    posters.append(connection)
                else:
                    self._selector.unregister(connection)
                    connection.close()
            if bodies:
                together = frame(b"".join(bodies))
                for viewer in self._viewers:
                    viewer.sendall(together)
            for poster in posters:
                poster.sendall(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")


if __name__ == "__main__":
    Ceiling(int(sys.argv[1])).run()
