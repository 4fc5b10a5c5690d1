"""An open room page, as far as its socket goes: what it is sent while somebody does something."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from channels.testing import WebsocketCommunicator
from django.test import Client

from accounts.models import User
from rooms.feed import current_hub
from rooms.models import Room
from site_config.asgi import application

# Longer than anything takes, and shorter than a heartbeat: what comes within it came by the wake-up.
PATIENCE = 4.5


@dataclass
class Seen:
    """What the page was sent after its hello was answered, and the code with which its socket was closed, if it was."""

    text: str = ""
    closed: int | None = None


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def see(user: User, room: Room, act: Callable[[], Any], until: str | int, *, since: int | None = None) -> Seen:
    """Open the room as ``user``, do ``act``, and return what the page is sent up to a text or a close code.

    ``since`` is the cursor that the page holds: a lower one than the room's version belongs to a page that was away.
    Fails when nothing like ``until`` comes.
    """
    return async_to_sync(_see)(user, room, act, until, since)


async def _see(user: User, room: Room, act: Callable[[], Any], until: str | int, since: int | None) -> Seen:
    cookie = (await sync_to_async(signed_in)(user)).cookies["sessionid"].value
    headers = [(b"host", b"localhost"), (b"cookie", f"sessionid={cookie}".encode())]
    socket = WebsocketCommunicator(application, f"/ws/rooms/{room.pk}/", headers=headers)
    seen = Seen()
    try:
        assert (await socket.connect(timeout=PATIENCE))[0]
        await socket.send_to(json.dumps({"type": "hello", "cursor": room.version if since is None else since}))
        hello = await socket.receive_from(timeout=PATIENCE)
        if since is not None:
            seen.text = str(hello)
        await sync_to_async(act)()
        while seen.closed != until and (isinstance(until, int) or until not in seen.text):
            output = await socket.receive_output(timeout=PATIENCE)
            seen.text += output.get("text", "")
            if output["type"] == "websocket.close":
                seen.closed = output["code"]
                assert seen.closed == until, seen
    finally:
        # A wait that ended without an answer has cancelled the consumer: there is nobody left to disconnect.
        if seen.closed is None and not socket.future.done():
            await socket.disconnect(timeout=PATIENCE)
        current_hub().stop()
    return seen
