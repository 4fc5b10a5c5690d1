"""Decides who may see and do what. Views, sockets, commands and Admin all ask here, and nothing else decides."""

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

from .models import Attachment, Bookmark, Draft, Membership, Message, Room


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
    return _rooms_of(user.pk)


def _rooms_of(user_id: int) -> QuerySet[Room]:
    return Room.objects.filter(memberships__user_id=user_id).order_by("name")


_room_list = Prepared(_rooms_of, int)


def room_list(user: User) -> list[Room]:
    """Return ``rooms_of`` for the list that stands beside every room."""
    return _room_list.all(user.pk)


def rooms_to_join(user: User) -> QuerySet[Room]:
    """Return the open rooms that ``user`` does not belong to, by name."""
    return Room.objects.filter(kind=Room.Kind.OPEN).exclude(memberships__user=user).order_by("name")


def rooms_shared(user: User, other: User) -> QuerySet[Room]:
    """Return the rooms that both belong to, by name."""
    return rooms_of(user).filter(Exists(Membership.objects.filter(room=OuterRef("pk"), user=other)))


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


_belonging = Prepared(
    lambda room_id, user_id: Membership.objects.filter(room_id=room_id, user_id=user_id).order_by(), int, int
)


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


def readers(room_id: int, user_ids: Collection[int]) -> set[int]:
    """Return which of ``user_ids`` belong to the room, in one query.

    Whether they are still signed in, which somebody deactivated is not, is for ``accounts.sessions`` to say.
    """
    return set(Membership.objects.filter(room_id=room_id, user_id__in=user_ids).values_list("user_id", flat=True))


def readable(user: User) -> QuerySet[Message]:
    """Return the messages that ``user`` may read: of the rooms they belong to now, without those deleted."""
    return Message.objects.filter(room__memberships__user=user, deleted=None)


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


def _why_not_read_history(entry: Entry, message: Message) -> str:
    return "" if _moderates(entry) else gettext("Only the room's moderators can read what a message said before.")


def _moderates(entry: Entry) -> bool:
    return entry.membership.role in {Membership.Role.OWNER, Membership.Role.MODERATOR}


# What can be done with a message that is not deleted: why this person may not, or nothing where they may.
_MESSAGE_ACTIONS: dict[str, Callable[[Entry, Message], str]] = {
    "read": lambda entry, message: "",
    "reply": lambda entry, message: "",
    "react": lambda entry, message: "",
    "pin": lambda entry, message: "",
    "bookmark": lambda entry, message: "",
    "edit": _why_not_edit,
    "delete": _why_not_delete,
    "history": _why_not_read_history,
}


def permitted_actions(entry: Entry, message: Message) -> set[str]:
    """Return the names of what may be done with a message by who has entered its room."""
    if message.deleted:
        return set()
    return {name for name, why_not in _MESSAGE_ACTIONS.items() if not why_not(entry, message)}


def message_for(action: str, entry: Entry, position: int) -> Message:
    """Return a message to do ``action`` (a key of the table above) with. Raises ``Http404`` and ``MayNot``."""
    message = message_in(entry, position)
    reason = gettext("This message was deleted.") if message.deleted else _MESSAGE_ACTIONS[action](entry, message)
    if reason:
        raise MayNot(message, reason)
    return message
