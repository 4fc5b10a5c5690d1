"""Direct conversations: one for each exact set of people, which nobody joins, leaves or renames."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, ngettext

from accounts import blocks
from accounts.models import User
from alerts.wake import wake_people

from ..models import Membership, Room
from ..models.room import direct_key

# So many people, oneself included, may be in one: more are a room.
MOST_PEOPLE = 8


def open_direct(person: User, others: Collection[User]) -> Room:
    """Return the conversation of ``person`` and exactly these others, made if there is none yet.

    Raises ``ValidationError`` with the code ``nobody`` (only oneself), ``too_many``, ``unreachable`` (somebody can't
    sign in) or ``blocked`` (one of two has blocked the other).
    """
    people = sorted({person.pk: person, **{other.pk: other for other in others}}.values(), key=lambda each: each.pk)
    if len(people) < 2:
        raise ValidationError(gettext("Name somebody beside yourself."), code="nobody")
    if len(people) > MOST_PEOPLE:
        text = ngettext(
            "A direct conversation has at most %(limit)s person beside you. Make a room instead.",
            "A direct conversation has at most %(limit)s people beside you. Make a room instead.",
            MOST_PEOPLE - 1,
        )
        raise ValidationError(text, code="too_many", params={"limit": MOST_PEOPLE - 1})
    key = direct_key(each.pk for each in people)
    existing = Room.objects.filter(direct_key=key).first()
    if existing:
        return existing
    for each in people:
        if not each.is_active:
            text = gettext("%(name)s can't read messages here.")
            raise ValidationError(text, code="unreachable", params={"name": each.name})
    if len(people) == 2:
        [other] = [each for each in people if each.pk != person.pk]
        _refuse_blocked(person.pk, other.pk, other.name)
    try:
        return make_direct(key, people)
    except IntegrityError:
        # One of the others was faster.
        return Room.objects.get(direct_key=key)


def refuse_blocked(room: Room, person: User) -> None:
    """Raise ``ValidationError`` (code ``blocked``) where two talk alone and one has blocked the other."""
    others = room.others(person.pk)
    if len(others) == 1:
        [(other_id, name)] = others
        _refuse_blocked(person.pk, other_id, name)


def _refuse_blocked(person_id: int, other_id: int, name: str) -> None:
    # Whoever is blocked isn't told that they are.
    if blocks.between(person_id, other_id):
        raise ValidationError(gettext("You can't write to %(name)s."), code="blocked", params={"name": name})


def rename_in_direct(room: Room, person: User) -> None:
    """Show ``person``'s new name in the name of a locked direct conversation; any other room stays as it is."""
    if room.people:
        room.call_after([[pk, person.name if pk == person.pk else name] for pk, name in room.people])


@transaction.atomic
def make_direct(key: str, people: list[User]) -> Room:
    """Make the direct conversation with this key of ``models.room``, whoever may read it."""
    room = Room(kind=Room.Kind.DIRECT, direct_key=key, is_watched=True)
    room.call_after([[each.pk, each.name] for each in people])
    room.save()
    everything = Membership.Level.EVERYTHING
    Membership.objects.bulk_create(Membership(room=room, user=each, notification_level=everything) for each in people)
    wake_people([each.pk for each in people])
    return room
