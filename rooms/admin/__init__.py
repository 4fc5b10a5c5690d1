"""Rooms, and what is in them, in Django Admin. What is done here goes through ``rooms.conversation``, as ever."""

from .attachments import AttachmentAdmin
from .imports import ImportJobAdmin
from .invitations import InvitationAdmin, InvitationLinkAdmin
from .memberships import MembershipAdmin
from .messages import MessageAdmin
from .reactions import ReactionAdmin
from .rooms import RoomAdmin

__all__ = [
    "AttachmentAdmin",
    "ImportJobAdmin",
    "InvitationAdmin",
    "InvitationLinkAdmin",
    "MembershipAdmin",
    "MessageAdmin",
    "ReactionAdmin",
    "RoomAdmin",
]
