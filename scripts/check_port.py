"""Says in one line why a port can't be served on: ``python scripts/check_port.py 8000``. Any Python 3 runs it."""

import socket
import sys


def problem(text: str) -> str:
    """Return why 127.0.0.1 can't be served on the port written in ``text``, or an empty text."""
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        return f"PORT is {text!r}: write a number from 1 to 65535."
    with socket.socket() as probe:
        # As servers do: a port whose last connections are only just closed is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            return f"Port {text} may not be used by you. Choose another one: make run PORT=8642"
        except OSError:
            return f"Port {text} is taken. Stop what uses it, or choose another one: make run PORT=8642"
    return ""


if __name__ == "__main__":
    sys.exit(problem(sys.argv[1]) or 0)
