"""The part of ``access`` about people: whom somebody can talk to, who is asked in, and what guests may read."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404

from accounts.models import Block, User

from .access import Entry, rooms_of
from .models import Attachment, Invitation, InvitationLink, Membership, Message, Room
from .models.room import direct_key


def direct_of(user: User, others: Iterable[int]) -> Room | None:
    """Return the conversation of ``user`` and exactly these others, if there is one."""
    return rooms_of(user).filter(direct_key=direct_key({user.pk, *others})).first()


def people_called(names: Collection[str]) -> list[User]:
    """Return the people with one of these user names who can sign in. Everybody may know those there are."""
    wanted = {name.lower() for name in names}
    found = User.objects.annotate(small=Lower("username")).filter(small__in=wanted, is_active=True)
    return list(found.order_by("pk"))


def people_found(user: User) -> QuerySet[User]:
    """Return the others who can sign in, without those whom ``user`` has blocked."""
    found = User.objects.filter(is_active=True).exclude(pk=user.pk)
    return found.exclude(Exists(Block.objects.filter(blocker=user, blocked=OuterRef("pk"))))


def person(user_id: int) -> User:
    """Return somebody, or raise ``Http404``."""
    return get_object_or_404(User, pk=user_id)


def invitations_of(user: User) -> QuerySet[Invitation]:
    """Return what ``user`` was asked into and has not answered."""
    return Invitation.objects.filter(user=user).select_related("room", "invited_by")


def invitation_to(user: User, room_id: int) -> Invitation:
    """Return ``user``'s own invitation to a room, or raise ``Http404``."""
    return get_object_or_404(invitations_of(user).select_related("user"), room_id=room_id)


def invited_to(entry: Entry) -> QuerySet[Invitation]:
    """Return who was asked into a room that was entered and has not answered."""
    return Invitation.objects.filter(room=entry.room).select_related("user", "invited_by")


def links_to(entry: Entry) -> list[InvitationLink]:
    """Return the links that lead into a room that was entered."""
    links = InvitationLink.objects.filter(room=entry.room, revoked=None).select_related("made_by")
    return [link for link in links if not link.why_not]


def link_with(token: str) -> InvitationLink:
    """Return the link with a token, whether it still leads somewhere or not, or raise ``Http404``."""
    return get_object_or_404(InvitationLink.objects.select_related("room", "made_by"), token=token)


def public_rooms() -> QuerySet[Room]:
    """Return the rooms that anybody may read without an account, by name."""
    return Room.objects.filter(is_public=True, kind=Room.Kind.OPEN).order_by("name")


def public_room(room_id: int) -> Room:
    """Return a room that anybody may read, or raise ``Http404``, as for one that isn't there."""
    return get_object_or_404(public_rooms(), pk=room_id)


def public_message(room_id: int, position: int) -> Message:
    """Return a message that anybody may read, or raise ``Http404``."""
    return get_object_or_404(Message, room=public_room(room_id), position=position)


def contents_of(entry: Entry) -> dict[str, int]:
    """Return how many messages, files and people a room that was entered has."""
    room = entry.room
    return {
        "messages": Message.objects.filter(room=room, deleted=None).count(),
        "files": Attachment.objects.filter(message__room=room).count(),
        "people": Membership.objects.filter(room=room).count(),
    }
