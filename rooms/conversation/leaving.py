"""What becomes of rooms and words when somebody goes for good."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, Value, When

from accounts.models import User

from ..models import HeldMessage, HiddenMessage, Membership, Message, Reaction
from .hiding import delete_hidden
from .members import change_member
from .messages import delete
from .reactions import toggle_reaction

Role = Membership.Role


@transaction.atomic
def hand_over_rooms(user: User) -> None:
    """Make somebody else an owner of each room that only ``user`` owns.

    It is who has moderated it longest, or else belonged to it longest. Where nobody else is, nothing happens.
    """
    for mine in Membership.objects.filter(user=user, role=Role.OWNER).order_by("room_id"):
        others = Membership.objects.filter(room=mine.room_id, user__is_active=True).exclude(user=user)
        if others.filter(role=Role.OWNER).exists():
            continue
        moderators_first = Case(When(role=Role.MODERATOR, then=Value(0)), default=Value(1))
        if heir := others.order_by(moderators_first, "joined", "pk").first():
            heir.role = Role.OWNER
            change_member(heir)


def remove_words(user: User) -> None:
    """Delete everything that ``user`` said, and take their reactions back where they still belong.

    Each is a transaction of its own, so that rooms go on meanwhile; called again, it goes on where it stopped.
    """
    for reaction in Reaction.objects.filter(user=user, message__deleted=None).select_related("message"):
        with suppress(PermissionDenied, ValidationError):
            toggle_reaction(reaction.message, user, reaction.emoji)
    delete_hidden(HiddenMessage.objects.filter(message__author=user).select_related("message"))
    HeldMessage.objects.filter(author=user).delete()
    for message in Message.objects.filter(author=user, deleted=None).order_by("pk"):
        delete(message)
