"""What is stored: a room, who belongs to it, and what was said in it."""

from .attachment import Attachment
from .draft import Draft
from .membership import Membership
from .message import Message
from .renaming import Renaming
from .revision import MessageRevision
from .room import Room

__all__ = ["Attachment", "Draft", "Membership", "Message", "MessageRevision", "Renaming", "Room"]
