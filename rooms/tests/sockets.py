"""A person's socket, as the tests drive it: the whole ASGI application, without a server."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from site_config.asgi import application

# What a frame may take in a test before it is said not to come.
SECONDS = 3


def signed_in(user: User) -> str:
    """Return the key of a new session of ``user``."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key
    return session.session_key


def is_about_presence(frame: str) -> bool:
    """Return whether the frame says only who is here or who is typing, which comes whenever it likes."""
    return re.match(r"\s*<\w+ id=\"(here|here-more|typing)\"", frame) is not None


class Page(WebsocketCommunicator):
    """An open room page that only has its socket."""

    def __init__(self, room_id: int, session_key: str | None, origin: str = "http://testserver") -> None:
        headers = [(b"host", b"testserver"), (b"origin", origin.encode())]
        if session_key:
            headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session_key}".encode()))
        super().__init__(application, f"/ws/rooms/{room_id}/", headers)
        self.cursor = 0
        self.skipped: list[str] = []

    async def hello(self, cursor: int) -> str:
        """Say hello, and return the answer."""
        await self.send_to(text_data=json.dumps({"type": "hello", "cursor": str(cursor)}))
        return await self.frame()

    async def frame(self) -> str:
        """Return the next frame that isn't about who is here or types; its cursor becomes the page's."""
        while is_about_presence(text := await self.any_frame()):
            self.skipped.append(text)
        if found := re.search(r'id="cursor"[^>]*value="(\d+)"', text):
            self.cursor = int(found[1])
        return text

    async def any_frame(self, seconds: float = SECONDS) -> str:
        text: str = await self.receive_from(timeout=seconds)
        return text

    async def presence(self, words: str) -> str:
        """Return the first frame about who is here or types that has ``words`` and has not been returned before."""
        while True:
            frame = self.skipped.pop(0) if self.skipped else await self.any_frame()
            if is_about_presence(frame) and words in frame:
                return frame

    async def type(self, *, is_empty: bool = False) -> None:
        """Say what the page says while somebody types, or when the composer is empty."""
        said = {"body": ""} if is_empty else {}
        await self.send_to(text_data=json.dumps({**said, "type": "typing", "headers": {}}))

    async def close_code(self) -> int:
        """Return the code with which the server closes, whatever it says before."""
        while True:
            output = await self.receive_output(timeout=SECONDS)
            if output["type"] == "websocket.close":
                return int(output["code"])


@asynccontextmanager
async def open_page(room_id: int, session_key: str | None, origin: str = "http://testserver") -> AsyncIterator[Page]:
    """Open a socket for the block; the test says hello."""
    page = Page(room_id, session_key, origin)
    connected, _ = await page.connect()
    assert connected
    try:
        yield page
    finally:
        await page.disconnect()
