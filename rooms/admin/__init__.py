"""Rooms, memberships and messages in Django Admin. What is done here goes through ``rooms.conversation``, as ever."""

from .invitations import InvitationAdmin, InvitationLinkAdmin
from .memberships import MembershipAdmin
from .messages import MessageAdmin
from .rooms import RoomAdmin

__all__ = ["InvitationAdmin", "InvitationLinkAdmin", "MembershipAdmin", "MessageAdmin", "RoomAdmin"]
