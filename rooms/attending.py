"""The socket of every page but rooms: it tells how many alerts somebody has not read, and keeps their list of rooms."""

import json

from django.conf import settings

from accounts.sessions import user_of_session

from .build import build_id
from .consumers import Admission, Refused, RoomConsumer, shown_in
from .feed import Viewer, current_hub
from .feed.frames import reload_frame
from .feed.wire import Frame


def admit(session_key: str | None, room_id: int) -> Admission:
    """Return whose session this is, or raise ``Refused``."""
    user = user_of_session(session_key)
    if user is None:
        raise Refused("signed_out")
    return Admission(user, 0)


class AttendingConsumer(RoomConsumer):
    """As a room's socket, without a room."""

    admit = staticmethod(admit)

    def _hear(self, viewer: Viewer, text: str | None) -> None:
        if not self.budget.take():
            raise Refused("too_many_frames")
        if text is not None and len(text) > settings.SOCKET_MAX_FRAME_LENGTH:
            raise Refused("too_large")
        try:
            content = json.loads(text or "")
            shown = shown_in(content) if content["type"] == "hello" else None
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise Refused("bad_frame") from None
        if shown is None:
            raise Refused("bad_frame")
        if content.get("build") not in (None, build_id()):
            self.wire.write(Frame(reload_frame(self.language)))
        current_hub().attend(viewer, shown)
