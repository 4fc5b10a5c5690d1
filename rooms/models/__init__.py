"""What is stored: a room, who belongs to it, and what was said in it."""

from .announcement import Announcement
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
from .moderation import Ban, FilteredWord, HeldMessage, HiddenMessage, Hiding, Report
from .opening import Opening
from .origin import Origin
from .process import ServerProcess
from .reaction import Reaction
from .removal import Removal
from .renaming import Renaming
from .revision import MessageRevision
from .room import Room

__all__ = [
    "Announcement",
    "Attachment",
    "AuditEntry",
    "Ban",
    "Bookmark",
    "Bot",
    "BotToken",
    "Draft",
    "FilteredWord",
    "HeldMessage",
    "HiddenMessage",
    "Hiding",
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
    "Report",
    "Room",
    "ServerProcess",
    "Webhook",
]
