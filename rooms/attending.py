"""The socket of every page but rooms: it tells how many alerts somebody has not read, and keeps their list of rooms."""

from accounts.sessions import user_of_session

from .consumers import Admission, RoomConsumer
from .feed import Viewer, current_hub
from .page_says import Content, Refused, shown_in


def admit(session_key: str | None, room_id: int) -> Admission:
    """Return whose session this is, or raise ``Refused``."""
    user = user_of_session(session_key)
    if user is None:
        raise Refused("signed_out")
    return Admission(user, 0)


class AttendingConsumer(RoomConsumer):
    """As a room's socket, without a room."""

    admit = staticmethod(admit)

    def _answer(self, viewer: Viewer, content: Content) -> None:
        shown = shown_in(content) if content.get("type") == "hello" else None
        if shown is None:
            raise Refused("bad_frame")
        self._reload_if_outdated(content)
        current_hub().attend(viewer, shown)
