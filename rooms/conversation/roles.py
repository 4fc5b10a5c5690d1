"""Who is what in a room, and removing people from it. What each may do is looked up under the room's lock."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from accounts.models import User

from .. import access, audit, roles
from ..models import Membership, Room
from .calling import hush_member, is_watched
from .versions import next_version


def set_role(room_id: int, by: User, user_id: int, role: str) -> Membership:
    """Make a member of the room owner, moderator or member, as ``by`` wishes; what they are already changes nothing.

    Raises ``ValidationError`` with the code ``last_owner`` or ``unknown`` (there is no such role), what
    ``access.enter_to`` raises, and ``Http404`` where they are no member.
    """
    if role not in Membership.Role:
        raise ValidationError(gettext("There is no such role."), code="unknown")
    with next_version(room_id) as room:
        member = access.member_in(access.enter_to("roles", by, room_id), user_id)
        if member.role == role:
            room.version -= 1
            return member
        keep_an_owner(room, member)
        before, after = {"role": member.role}, {"role": role}
        audit.record("member.role", room=room, by=by, person=user_id, before=before, after=after)
        member.role = role
        member.save(update_fields=["role"])
        room.details_version = room.version
    return member


def hand_over(room_id: int, by: User, user_id: int) -> Membership:
    """Make another member owner in the place of ``by``, who becomes a moderator. Raises as ``set_role`` does."""
    with next_version(room_id, details=True) as room:
        entry = access.enter_to("roles", by, room_id)
        heir = access.member_in(entry, user_id)
        if heir.user_id == by.pk:
            raise ValidationError(gettext("You are the owner already."), code="oneself")
        Membership.objects.filter(pk=entry.membership.pk).update(role=Membership.Role.MODERATOR)
        heir.role = Membership.Role.OWNER
        heir.save(update_fields=["role"])
        audit.record("member.hand_over", room=room, by=by, person=user_id)
    return heir


def expel(room_id: int, by: User, user_id: int, reason: str = "") -> Membership:
    """Remove somebody from the room, as ``by`` wishes; their open pages of it end. The audit log keeps the ``reason``.

    Raises what ``access.enter_to`` raises, also for those whom ``by`` may not remove, and ``Http404``.
    """
    with next_version(room_id, details=True) as room:
        entry = access.enter_to("remove", by, room_id)
        member = access.member_in(entry, user_id)
        if refusal := roles.why_not_remove(entry.membership, member):
            raise access.MayNotHere(room, refusal)
        audit.record("member.remove", room=room, by=by, person=user_id, reason=reason)
        Membership.objects.filter(pk=member.pk).delete()
        hush_member(room, member.user)
        room.is_watched = is_watched(room)
    return member


def keep_an_owner(room: Room, member: Membership) -> None:
    """Raise ``ValidationError`` (``last_owner``) if the locked room would have no owner without this one."""
    owners = Membership.objects.filter(room=room, role=Membership.Role.OWNER)
    # Under the lock: of two owners who go at the same moment one is the last.
    if list(owners.values_list("pk", flat=True)[:2]) == [member.pk]:
        text = gettext(
            "You are the only owner of this room, and it can't be without one. Make somebody else owner first, on the "
            "page of its people, or delete the room in its settings."
        )
        raise ValidationError(text, code="last_owner")
