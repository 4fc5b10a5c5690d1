"""Parley with a web of its own: every name is a server on this machine, at the port FAKE_WEB_PORT.

Daphne serves ``tests.support.fake_web:application`` in tests of link previews, with LINK_PREVIEWS off, so that nobody
else looks at links. No setting of Parley's leads here.
"""

import os

from site_config.asgi import application

from django.conf import settings  # isort: skip

from rooms.previews import worker
from rooms.previews.guard import Guard

HERE = "127.0.0.1"

settings.LINK_PREVIEWS = True
worker.start(
    Guard(
        resolve=lambda host: [HERE],
        allows=lambda address: address == HERE,
        ports=frozenset({int(os.environ["FAKE_WEB_PORT"])}),
    )
)

__all__ = ["application"]
