"""The part of ``access`` that is about people: whom somebody can find here and talk to."""

from collections.abc import Collection, Iterable

from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404

from accounts.models import User

from .access import rooms_of
from .models import Room
from .models.room import direct_key


def direct_of(user: User, others: Iterable[int]) -> Room | None:
    """Return the conversation of ``user`` and exactly these others, if there is one."""
    return rooms_of(user).filter(direct_key=direct_key({user.pk, *others})).first()


def people_called(names: Collection[str]) -> list[User]:
    """Return the people with one of these user names who can sign in. Everybody may know those there are."""
    wanted = {name.lower() for name in names}
    found = User.objects.annotate(small=Lower("username")).filter(small__in=wanted, is_active=True)
    return list(found.order_by("pk"))


def person(user_id: int) -> User:
    """Return somebody who can sign in, or raise ``Http404``."""
    return get_object_or_404(User, pk=user_id, is_active=True)
