"""Decides who may see and do what. Views, sockets, commands and Admin all ask here, and nothing else decides.

Which rooms Admin shows to the staff, who needn't be in them, is in ``staff_access``.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accounts.models import User
from accounts.prepared import Prepared

from . import roles
from .models import Attachment, Ban, Bookmark, Draft, LinkPreview, Membership, Message, Room
from .room_list import RoomLine, line_of


class NotAMember(PermissionDenied):
    """Raised for a room that exists and that the person does not belong to."""

    def __init__(self, room: Room) -> None:
        super().__init__(f"not a member of room {room.pk}")
        self.room = room


@dataclass(frozen=True)
class Entry:
    """A room together with the membership that opens it."""

    room: Room
    membership: Membership


_membership = Prepared(
    lambda room_id, user_id: Membership.objects.select_related("room").filter(room_id=room_id, user_id=user_id),
    int,
    int,
)


def rooms_of(user: User) -> QuerySet[Room]:
    """Return the rooms that ``user`` belongs to, by name."""
    return Room.objects.filter(memberships__user=user).order_by("name")


_memberships_of = Prepared(
    lambda user_id: Membership.objects.filter(user_id=user_id).select_related("room").order_by("room__name"), int
)


def room_list(user: User) -> list[RoomLine]:
    """Return ``rooms_of`` for the list that stands beside every room."""
    return [line_of(membership) for membership in _memberships_of.all(user.pk)]


def rooms_to_join(user: User) -> QuerySet[Room]:
    """Return the open rooms that ``user`` does not belong to and isn't banned from, by name."""
    banned = Ban.objects.filter(Q(until=None) | Q(until__gt=timezone.now()), user=user, room=OuterRef("pk"))
    return Room.objects.filter(~Exists(banned), kind=Room.Kind.OPEN).exclude(memberships__user=user).order_by("name")


def rooms_found(user: User) -> QuerySet[Room]:
    """Return the rooms that ``user`` may know of: those they belong to, and every open one."""
    mine = Membership.objects.filter(room=OuterRef("pk"), user=user)
    return Room.objects.filter(Q(kind=Room.Kind.OPEN) | Exists(mine))


def rooms_shared(user: User, other: User) -> QuerySet[Room]:
    """Return the rooms that both belong to, by name, without direct conversations."""
    shared = rooms_of(user).exclude(kind=Room.Kind.DIRECT)
    return shared.filter(Exists(Membership.objects.filter(room=OuterRef("pk"), user=other)))


def may_join(user: User | AnonymousUser, room: Room) -> bool:
    return user.is_active and room.is_open


def enter(user: User, room_id: int) -> Entry:
    """Return the room and ``user``'s membership of it.

    Raises ``Http404`` where there is no such room and ``NotAMember`` where ``user`` does not belong to it.
    """
    membership = _membership.first(room_id, user.pk)
    if membership is None:
        raise NotAMember(get_object_or_404(Room, pk=room_id))
    return Entry(membership.room, membership)


class MayNotHere(PermissionDenied):
    """Raised for what somebody may not do in a room that they belong to. ``reason`` says why, to be shown."""

    def __init__(self, room: Room, reason: str) -> None:
        super().__init__(reason)
        self.room = room
        self.reason = reason


def why_not(action: str, entry: Entry) -> str:
    """Return why who has entered may not do ``action`` (a key of roles.RULES) there, or nothing where they may."""
    return roles.why_not(action, entry.membership.role, entry.room)


def permitted(entry: Entry) -> set[str]:
    """Return the keys of roles.RULES of what who has entered may do there."""
    return {action for action in roles.RULES if not why_not(action, entry)}


def enter_to(action: str, user: User, room_id: int) -> Entry:
    """Return what ``enter`` does, for somebody who may do ``action`` there. Raises as ``enter``, and ``MayNotHere``."""
    entry = enter(user, room_id)
    if reason := why_not(action, entry):
        raise MayNotHere(entry.room, reason)
    return entry


def members_of(entry: Entry) -> QuerySet[Membership]:
    """Return the memberships of a room that was entered, by user name."""
    return Membership.objects.filter(room=entry.room).select_related("user").order_by("user__username")


def member_in(entry: Entry, user_id: int) -> Membership:
    """Return somebody's membership of a room that was entered, or raise ``Http404``."""
    return get_object_or_404(members_of(entry), user_id=user_id)


_belonging = Prepared(
    lambda room_id, user_id: Membership.objects.filter(room_id=room_id, user_id=user_id).order_by(), int, int
)


def may_post_unasked(user_id: int, room_id: int) -> bool:
    """Return whether somebody belongs to the room and nothing about their membership stands against their writing."""
    membership = _belonging.first(room_id, user_id)
    return membership is not None and membership.muted_until is None


def is_member(user_id: int, room_id: int) -> bool:
    return _belonging.first(room_id, user_id) is not None


_draft = Prepared(
    lambda room_id, user_id: Draft.objects.filter(room_id=room_id, user_id=user_id).exclude(
        Exists(Message.objects.filter(author_id=OuterRef("user_id"), nonce=OuterRef("nonce")))
    ),
    int,
    int,
)


def draft_in(entry: Entry) -> str:
    """Return what the member has begun to write in the room and not sent, or an empty text."""
    draft = _draft.first(entry.room.pk, entry.membership.user_id)
    return draft.body if draft else ""


def message_in(entry: Entry, position: int) -> Message:
    """Return one message of a room that was entered, or raise ``Http404``."""
    return get_object_or_404(Message.objects.select_related("author"), room=entry.room, position=position)


def attachment_in(entry: Entry, attachment_id: int) -> Attachment:
    """Return one file of a room that was entered, or raise ``Http404``."""
    found = Attachment.objects.filter(message__room=entry.room, message__deleted=None)
    return get_object_or_404(found, pk=attachment_id)


def link_preview_in(entry: Entry, key: int) -> LinkPreview:
    """Return what is shown of a link in a room that was entered, or raise ``Http404``."""
    return get_object_or_404(LinkPreview, pk=key, message__room=entry.room, message__deleted=None)


def readers(room_id: int, user_ids: Collection[int]) -> set[int]:
    """Return which of ``user_ids`` belong to the room, in one query.

    Whether they are still signed in, which somebody deactivated is not, is for ``accounts.sessions`` to say.
    """
    return set(Membership.objects.filter(room_id=room_id, user_id__in=user_ids).values_list("user_id", flat=True))


def readable(user: User) -> QuerySet[Message]:
    """Return the messages that ``user`` may read: of the rooms they belong to now, without those deleted."""
    return Message.objects.filter(room__memberships__user=user, deleted=None)


@dataclass(frozen=True)
class Reading:
    """What somebody may search: the rooms, and the same as a condition in SQL on the message ``m``, with parameters."""

    rooms: QuerySet[Room]
    condition: str
    parameters: list[int]


def reading(user: User) -> Reading:
    """Return what ``user`` may search: ``readable``, in the words of the index."""
    member = "EXISTS (SELECT 1 FROM rooms_membership k WHERE k.room_id = m.room_id AND k.user_id = %s)"
    return Reading(rooms_of(user), member, [user.pk])


def enter_to_see_openings(user: User, room_id: int) -> Entry:
    """Return what ``enter`` does, for those whose room it is: its owners, and everybody in a direct conversation."""
    entry = enter(user, room_id)
    return entry if entry.room.is_direct else enter_to("openings", user, room_id)


def bookmarks_of(user: User) -> QuerySet[Bookmark]:
    """Return ``user``'s bookmarks of messages that they may read now, the latest first."""
    return Bookmark.objects.filter(user=user, message__in=readable(user)).order_by("-pk")


def authors_called(user: User, name: str) -> QuerySet[User]:
    """Return the people who are called ``name`` among those ``user`` knows of: in their rooms, or heard there."""
    mine = Membership.objects.filter(user=user).values("room")
    is_there = Exists(Membership.objects.filter(user=OuterRef("pk"), room__in=mine))
    was_there = Exists(Message.objects.filter(author=OuterRef("pk"), room__in=mine))
    return User.objects.filter(Q(username__iexact=name) | Q(display_name__iexact=name)).filter(is_there | was_there)


class MayNot(PermissionDenied):
    """Raised for what somebody may not do with a message. ``reason`` says why, to be shown; ``message`` is the one."""

    def __init__(self, message: Message, reason: str) -> None:
        super().__init__(reason)
        self.message = message
        self.reason = reason


def _why_not_edit(entry: Entry, message: Message) -> str:
    if message.author_id != entry.membership.user_id or message.is_notice:
        return gettext("Only the person who wrote a message can edit it.")
    if reason := roles.why_muted(entry.membership):
        return reason
    if entry.room.is_locked and not _moderates(entry):
        return str(roles.LOCKED)
    minutes = entry.room.edit_minutes
    if minutes is not None and timezone.now() - message.created > timedelta(minutes=minutes):
        return ngettext(
            "It is too late: in this room a message can be edited for %(minutes)s minute.",
            "It is too late: in this room a message can be edited for %(minutes)s minutes.",
            minutes,
        ) % {"minutes": minutes}
    return ""


def _why_not_delete(entry: Entry, message: Message) -> str:
    if message.author_id == entry.membership.user_id or _moderates(entry):
        return ""
    return gettext("Only the person who wrote a message, and the room's moderators, can delete it.")


def _why_not_remove_preview(entry: Entry, message: Message) -> str:
    if message.author_id == entry.membership.user_id or _moderates(entry):
        return ""
    return gettext("Only the person who wrote a message, and the room's moderators, can remove its preview.")


def _why_not_read_history(entry: Entry, message: Message) -> str:
    return why_not("history", entry) and gettext("Only the room's moderators can read what a message said before.")


def _why_not_report(entry: Entry, message: Message) -> str:
    if message.author_id == entry.membership.user_id:
        return gettext("That is your own message.")
    if entry.room.is_direct:
        return gettext("A direct conversation has no moderators. You can block people on their page.")
    return ""


def _moderates(entry: Entry) -> bool:
    return not why_not("moderate", entry)


# What can be done with a message that is not deleted: why this person may not, or nothing where they may.
_MESSAGE_ACTIONS: dict[str, Callable[[Entry, Message], str]] = {
    "read": lambda entry, message: "",
    "reply": lambda entry, message: "",
    "react": lambda entry, message: roles.why_not_react(entry.membership, entry.room),
    "pin": lambda entry, message: roles.why_muted(entry.membership),
    "bookmark": lambda entry, message: "",
    "unread": lambda entry, message: "",
    "edit": _why_not_edit,
    "delete": _why_not_delete,
    "remove_preview": _why_not_remove_preview,
    "history": _why_not_read_history,
    "hide": lambda entry, message: why_not("hide", entry),
    "moderate": lambda entry, message: (
        gettext("That is you.") if message.author_id == entry.membership.user_id else why_not("ban", entry)
    ),
    "report": _why_not_report,
}

_IN_ARCHIVE = {"read", "bookmark", "history", "report", "moderate"}


def permitted_actions(entry: Entry, message: Message) -> set[str]:
    """Return the names of what may be done with a message by who has entered its room."""
    if message.deleted:
        return set()
    return {name for name in _MESSAGE_ACTIONS if not _why_not_with(name, entry, message)}


def _why_not_with(action: str, entry: Entry, message: Message) -> str:
    # Whatever shows to others is a change of the room.
    if entry.room.archived and action not in _IN_ARCHIVE:
        return str(roles.ARCHIVED)
    return _MESSAGE_ACTIONS[action](entry, message)


def message_for(action: str, entry: Entry, position: int) -> Message:
    """Return a message to do ``action`` (a key of the table above) with. Raises ``Http404`` and ``MayNot``."""
    message = message_in(entry, position)
    reason = gettext("This message was deleted.") if message.deleted else _why_not_with(action, entry, message)
    if reason:
        raise MayNot(message, reason)
    return message
