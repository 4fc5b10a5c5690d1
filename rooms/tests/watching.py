"""What somebody's open room page is told while something is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.test import Client

from accounts.models import User
from rooms.feed import current_hub
from rooms.models import Room

from .sockets import Page, signed_in

# Longer than anything takes, and shorter than a heartbeat: what comes within it came by the wake-up.
PATIENCE = 4


@dataclass
class Seen:
    """What the page was sent after its hello was answered, and the code with which its socket was closed, if it was."""

    text: str = ""
    closed: int | None = None


def browser_of(user: User) -> Client:
    """Return a browser in which ``user`` is signed in."""
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
    page = Page(room.pk, await sync_to_async(signed_in)(user))
    seen = Seen()
    try:
        assert (await page.connect(timeout=PATIENCE))[0]
        hello = await page.hello(room.version if since is None else since)
        if since is not None:
            seen.text = hello
        await sync_to_async(act)()
        while seen.closed != until and (isinstance(until, int) or until not in seen.text):
            output = await page.receive_output(timeout=PATIENCE)
            seen.text += output.get("text", "")
            if output["type"] == "websocket.close":
                seen.closed = output["code"]
                assert seen.closed == until, seen
    finally:
        # A wait that ended without an answer has cancelled the consumer: there is nobody left to disconnect.
        if seen.closed is None and not page.future.done():
            await page.disconnect(timeout=PATIENCE)
        current_hub().stop()
    return seen
