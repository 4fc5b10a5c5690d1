"""What happens to people everywhere at once, told to each room that shows them."""

from django.db import transaction

from accounts.models import User

from ..models import Membership, Message, Reaction, Renaming
from .direct import rename_in_direct
from .members import remove_member
from .reactions import rename_in_reactions
from .versions import next_version


@transaction.atomic
def rename_person(user: User) -> None:
    """Tell every room that shows ``user``'s name, as a member's, an author's or among reactions, that it has changed.

    One version each. It belongs into the transaction that changes the name. The rooms are locked in the order of their
    keys, so that two renamings can't wait for each other.
    """
    member_of = Membership.objects.filter(user=user).values_list("room_id", flat=True)
    wrote_in = Message.objects.filter(author=user).order_by().values_list("room_id", flat=True).distinct()
    reacted_in = Reaction.objects.filter(user=user).values_list("message__room_id", flat=True).distinct()
    for room_id in sorted({*member_of, *wrote_in, *reacted_in}):
        with next_version(room_id, details=True) as room:
            Renaming.objects.update_or_create(room=room, user=user, defaults={"version": room.version})
            rename_in_reactions(room, user)
            rename_in_direct(room, user)


@transaction.atomic
def remove_person(user: User) -> None:
    """End all of ``user``'s memberships, as ``remove_member`` does."""
    for membership in Membership.objects.filter(user=user).order_by("room_id"):
        remove_member(membership)
