"""What is stored: a room, who belongs to it, and what was said in it."""

from .attachment import Attachment
from .bookmark import Bookmark
from .draft import Draft
from .invitation import Invitation, InvitationLink
from .link_preview import LinkPreview
from .membership import Membership
from .message import Message
from .opening import Opening
from .process import ServerProcess
from .reaction import Reaction
from .renaming import Renaming
from .revision import MessageRevision
from .room import Room

__all__ = [
    "Attachment",
    "Bookmark",
    "Draft",
    "Invitation",
    "InvitationLink",
    "LinkPreview",
    "Membership",
    "Message",
    "MessageRevision",
    "Opening",
    "Reaction",
    "Renaming",
    "Room",
    "ServerProcess",
]
