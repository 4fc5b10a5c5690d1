"""Rooms, and what is in them, in Django Admin. What is done here goes through ``rooms.conversation``, as ever."""

from .alerts import AlertAdmin
from .announcements import AnnouncementAdmin
from .attachments import AttachmentAdmin
from .audit import AuditEntryAdmin
from .bots import BotAdmin, WebhookAdmin
from .digests import DigestAdmin
from .imports import ImportJobAdmin
from .invitations import InvitationAdmin, InvitationLinkAdmin
from .memberships import MembershipAdmin
from .messages import MessageAdmin
from .moderated_people import BanAdmin, HidingAdmin, ModeratedPersonAdmin
from .openings import OpeningAdmin
from .processes import ServerProcessAdmin
from .reactions import ReactionAdmin
from .reports import ReportAdmin
from .rooms import RoomAdmin
from .word_filter import FilteredWordAdmin

__all__ = [
    "AlertAdmin",
    "AnnouncementAdmin",
    "AttachmentAdmin",
    "AuditEntryAdmin",
    "BanAdmin",
    "BotAdmin",
    "DigestAdmin",
    "FilteredWordAdmin",
    "HidingAdmin",
    "ImportJobAdmin",
    "InvitationAdmin",
    "InvitationLinkAdmin",
    "MembershipAdmin",
    "MessageAdmin",
    "ModeratedPersonAdmin",
    "OpeningAdmin",
    "ReactionAdmin",
    "ReportAdmin",
    "RoomAdmin",
    "ServerProcessAdmin",
    "WebhookAdmin",
]
