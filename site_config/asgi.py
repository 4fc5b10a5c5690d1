"""The door for browsers: pages over HTTP, live pages over WebSockets."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
# Django has to be set up before anything that imports models.
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from accounts.sockets import SessionMiddleware  # noqa: E402
from rooms import away  # noqa: E402
from rooms.bots import telling  # noqa: E402
from rooms.previews import worker  # noqa: E402

from .drain import drain_on_sigterm  # noqa: E402
from .origin import SameOrigin  # noqa: E402
from .pages import PageHandler  # noqa: E402
from .request_bodies import leave_to_django  # noqa: E402
from .routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": PageHandler(),
        "websocket": SameOrigin(SessionMiddleware(URLRouter(websocket_urlpatterns))),
    }
)

drain_on_sigterm()
leave_to_django()
worker.start()
telling.start()
away.start()
