from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http import Http404

from accounts.models import User
from accounts.sessions import SignedIn, user_of_session
from accounts.threads import live

from . import access
from .build import build_id
from .feed import Variant, Viewer, current_hub
from .feed.frames import refusal_frame, reload_frame
from .feed.wire import Frame, wire_to
from .limits import FrameBudget, handshakes, open_pages
from .page_says import Content, Hello, Refused, content_of, seen_in, typing_in

# Why a socket is closed, and with which code. htmx stays closed on every 4xxx; on the others, which are among the
# ``reconnectCodes`` of the room page, it comes back after a while.
CLOSE_CODES = {
    "bad_frame": 4400,
    "signed_out": 4401,
    "removed": 4403,
    "gone": 4404,
    "too_large": 4413,
    "too_many_frames": 4429,
    "too_many_pages": 4430,
    "restarting": 3012,
    "crowded": 3013,
}


@dataclass(frozen=True)
class Admission:
    """Who opened a socket, and the version of the room at which they were found to be a member."""

    user: User
    details_version: int


def admit(session_key: str | None, room_id: int) -> Admission:
    """Return the admission of a session to a room, or raise ``Refused``."""
    user = user_of_session(session_key)
    if user is None:
        raise Refused("signed_out")
    try:
        return Admission(user, access.enter(user, room_id).room.details_version)
    except access.NotAMember:
        raise Refused("removed") from None
    except Http404:
        raise Refused("gone") from None


class RoomConsumer(AsyncWebsocketConsumer):
    """The socket of one open room page: lets in who may read, and hands them to the feed when they say hello."""

    viewer: Viewer | None = None
    admit = staticmethod(admit)

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> None:
        # Channels would subscribe each socket to the layer. Here the feed does that once for the whole process.
        self.scope, self.base_send, self.wire = scope, send, wire_to(send)
        self.language = settings.LANGUAGE_CODE
        self.budget = FrameBudget()
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
        self.wire.opened()
        # 0 on pages that are no room's.
        room_id = self.scope["url_route"]["kwargs"].get("room_id", 0)
        try:
            self.viewer = await self._enter(self.scope["session_key"], room_id)
        except Refused as refusal:
            await self._refuse(str(refusal))

    async def _enter(self, session_key: str | None, room_id: int) -> Viewer:
        if current_hub().is_draining:
            raise Refused("restarting")
        if not handshakes.begin():
            raise Refused("crowded")
        try:
            admission = await live.run(partial(self.admit, session_key, room_id))
        finally:
            handshakes.end()
        user = admission.user
        self.language = user.language
        if not open_pages.open(user.pk):
            raise Refused("too_many_pages")
        return Viewer(
            room_id=room_id,
            signed_in=SignedIn(session_key or "", user.pk, user.password),
            variant=Variant(user.language, user.time_zone),
            checked_version=admission.details_version,
            wire=self.wire,
            refuse=self._refuse,
        )

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        # What a page sends after it was refused, or before it knows, is not listened to.
        if self.viewer is None:
            return
        try:
            self._hear(self.viewer, text_data)
        except Refused as refusal:
            await self._refuse(str(refusal))

    def _hear(self, viewer: Viewer, text: str | None) -> None:
        if not self.budget.take():
            raise Refused("too_many_frames")
        if text is not None and len(text) > settings.SOCKET_MAX_FRAME_LENGTH:
            raise Refused("too_large")
        self._answer(viewer, content_of(text))

    def _answer(self, viewer: Viewer, content: Content) -> None:
        typing = typing_in(content)
        if typing is not None:
            current_hub().hear_typing(viewer, typing)
        elif content.get("type") == "seen":
            current_hub().saw(viewer, seen_in(content))
        else:
            hello = Hello.read(content)
            self._reload_if_outdated(content)
            current_hub().join(viewer, hello.cursor)
            if hello.shown:
                current_hub().attend(viewer, hello.shown)

    def _reload_if_outdated(self, content: Content) -> None:
        if content.get("build") not in (None, build_id()):
            self.wire.write(Frame(reload_frame(self.language)))

    async def disconnect(self, code: int) -> None:
        self._leave()

    def _leave(self) -> None:
        if self.viewer is not None:
            current_hub().leave(self.viewer)
            open_pages.close(self.viewer.user_id)
            self.viewer = None

    async def _refuse(self, reason: str) -> None:
        """Say on the page why it is no longer live, then close."""
        self._leave()
        self.wire.write(Frame(refusal_frame(reason, self.language)))
        await self.wire.flush()
        await self.close(code=CLOSE_CODES[reason])
