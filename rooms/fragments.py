"""Every message is rendered once for each version, language and time zone, and kept for pages and frames alike."""

import logging
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from .models import Message

logger = logging.getLogger("parley.fragments")

# Everything that the rendering of a message depends on. A change of the message takes a new version; what is not
# its own on it are its author's name and picture, and of what it replies to the version and the name. Templates change
# with a new process.
Key = tuple[int, int, str, str, tuple[int, str] | None, str | None, str]


class Placeholder(SafeString):
    """What stands in the place of a message that can't be rendered. It is not kept: the next may do better."""


class MessageFragments:
    """The rendered messages used last, at most ``size`` of them (about 1 KB each). For any number of threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Key, SafeString] = OrderedDict()
        self._lock = Lock()

    def html(self, message: Message) -> SafeString:
        """Return ``message``, whose author is loaded, in the language and the time zone now active."""
        zone = str(timezone.get_current_timezone())
        quoted = (message.original.version, message.original.author.name) if message.original else None
        author, language = message.author, translation.get_language()
        key = (message.pk, message.version, author.name, author.picture, quoted, language, zone)
        with self._lock:
            if kept := self._kept.get(key):
                self._kept.move_to_end(key)
                return kept
        html = render(message)
        if self._size and not isinstance(html, Placeholder):
            with self._lock:
                self._kept[key] = html
                if len(self._kept) > self._size:
                    self._kept.popitem(last=False)
        return html

    def clear(self) -> None:
        """Forget everything; tests, whose databases count from one again, need it."""
        with self._lock:
            self._kept.clear()


def render(message: Message, *, chosen: bool = False, focused: bool = False, is_first_new: bool = False) -> SafeString:
    """Return ``message`` freshly rendered; ``chosen`` marks the one that a page's address names, ``is_first_new`` the
    first that its visitor has not read. The button of one that is ``focused`` takes the focus.

    Where the template fails, the log is told, and a placeholder is returned: the room and the others stay alive.
    """
    context = {"message": message, "chosen": chosen, "focused": focused, "is_first_new": is_first_new}
    try:
        return render_to_string("rooms/message.html", context)
    except DatabaseError:
        # No fault of a template: whoever asked tries again.
        raise
    except Exception as error:
        logger.exception("message %s of room %s can't be rendered", message.position, message.room_id)
        context["failure"] = error if settings.DEBUG else None
        return Placeholder(render_to_string("rooms/message_failed.html", context))


# While templates are being edited, each rendering is new.
fragments = MessageFragments(0 if settings.DEBUG else settings.MESSAGE_FRAGMENTS)
