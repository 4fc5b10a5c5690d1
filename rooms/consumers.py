import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.http import Http404

from accounts.models import User
from accounts.sessions import SignedIn
from accounts.threads import live

from . import access
from .feed import Variant, Viewer, current_hub
from .feed.frames import refusal_frame
from .feed.wire import Frame, wire_to

# Why a socket is closed, and with which code. htmx stays closed on every 4xxx.
CLOSE_CODES = {
    "bad_frame": 4400,
    "signed_out": 4401,
    "removed": 4403,
    "gone": 4404,
}


def _checked_version(user: User, room_id: int) -> int:
    return access.enter(user, room_id).room.details_version


class RoomConsumer(AsyncWebsocketConsumer):
    """The socket of one open room page: lets in who may read, and hands them to the feed when they say hello."""

    viewer: Viewer | None = None

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> None:
        # Channels would subscribe each socket to the layer. Here the feed does that once for the whole process.
        self.scope, self.base_send, self.wire = scope, send, wire_to(send)
        try:
            while True:
                message = await receive()
                await getattr(self, get_handler_name(message))(message)
        except StopConsumer:
            pass
        finally:
            self._leave()

    async def connect(self) -> None:
        # A close before the accept reaches the browser as 1006, on which htmx would try again for ever.
        await self.accept()
        user = self.scope["user"]
        if user is None:
            await self._refuse("signed_out", "en")
            return
        room_id = int(self.scope["url_route"]["kwargs"]["room_id"])
        try:
            checked_version = await live.run(partial(_checked_version, user, room_id))
        except access.NotAMember:
            await self._refuse("removed", user.language)
        except Http404:
            await self._refuse("gone", user.language)
        else:
            self.viewer = Viewer(
                room_id=room_id,
                signed_in=SignedIn(self.scope["session_key"], user.pk, user.password),
                variant=Variant(user.language, user.time_zone),
                checked_version=checked_version,
                wire=self.wire,
                refuse=partial(self._refuse, language=user.language),
            )

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.viewer is None:
            return
        try:
            content = json.loads(text_data or "")
            kind, cursor = content["type"], int(content["cursor"])
        except (ValueError, TypeError, KeyError, RecursionError):
            await self._refuse("bad_frame", self.viewer.variant.language)
            return
        if kind == "hello" and cursor >= 0:
            current_hub().join(self.viewer, cursor)

    async def disconnect(self, code: int) -> None:
        self._leave()

    def _leave(self) -> None:
        if self.viewer is not None:
            current_hub().leave(self.viewer)
            self.viewer = None

    async def _refuse(self, reason: str, language: str) -> None:
        """Say on the page why it is no longer live, then close so that htmx does not come back."""
        self._leave()
        self.wire.write(Frame(refusal_frame(reason, language)))
        await self.wire.flush()
        await self.close(code=CLOSE_CODES[reason])
