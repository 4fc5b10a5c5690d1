"""What is stored: a room, who belongs to it, and what was said in it."""

from .attachment import Attachment
from .audit import AuditEntry
from .bookmark import Bookmark
from .bot import Bot, BotToken, Webhook
from .draft import Draft
from .invitation import Invitation, InvitationLink
from .link_preview import LinkPreview
from .membership import Membership
from .message import Message
from .reaction import Reaction
from .renaming import Renaming
from .revision import MessageRevision
from .room import Room

__all__ = [
    "Attachment",
    "AuditEntry",
    "Bookmark",
    "Bot",
    "BotToken",
    "Draft",
    "Invitation",
    "InvitationLink",
    "LinkPreview",
    "Membership",
    "Message",
    "MessageRevision",
    "Reaction",
    "Renaming",
    "Room",
    "Webhook",
]
