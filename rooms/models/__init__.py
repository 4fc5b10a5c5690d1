"""What is stored: a room, who belongs to it, and what was said in it."""

from .attachment import Attachment
from .audit import AuditEntry
from .bookmark import Bookmark
from .bot import Bot, BotToken, Webhook
from .draft import Draft
from .import_job import ImportJob
from .invitation import Invitation, InvitationLink
from .link_preview import LinkPreview
from .membership import Membership
from .message import Message
from .opening import Opening
from .origin import Origin
from .process import ServerProcess
from .reaction import Reaction
from .removal import Removal
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
    "ImportJob",
    "Invitation",
    "InvitationLink",
    "LinkPreview",
    "Membership",
    "Message",
    "MessageRevision",
    "Opening",
    "Origin",
    "Reaction",
    "Removal",
    "Renaming",
    "Room",
    "ServerProcess",
    "Webhook",
]
