"""Who wants nothing from whom. ``/me.css`` hides what they say; direct rooms ask here before they take anything in."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .models import Block, User


def block(blocker: User, blocked: User) -> None:
    """Hide from ``blocker`` what ``blocked`` says. Again changes nothing. Raises ``ValidationError`` for oneself."""
    if blocker.pk == blocked.pk:
        raise ValidationError(_("You can't block yourself."), code="oneself")
    with transaction.atomic():
        is_new = Block.objects.get_or_create(blocker=blocker, blocked=blocked)[1]
        if is_new:
            _new_styles(blocker)


@transaction.atomic
def unblock(blocker: User, blocked: User) -> None:
    if Block.objects.filter(blocker=blocker, blocked=blocked).delete()[0]:
        _new_styles(blocker)


def blocked_by(user_id: int) -> set[int]:
    """Return the keys of the people whom somebody has blocked."""
    return set(Block.objects.filter(blocker_id=user_id).values_list("blocked_id", flat=True))


def blockers_of(user_id: int) -> set[int]:
    """Return the keys of the people who have blocked somebody."""
    return set(Block.objects.filter(blocked_id=user_id).values_list("blocker_id", flat=True))


def is_blocked(blocker_id: int, blocked_id: int) -> bool:
    return Block.objects.filter(blocker_id=blocker_id, blocked_id=blocked_id).exists()


def between(one_id: int, other_id: int) -> bool:
    """Whether one of two people has blocked the other."""
    one_way = Q(blocker_id=one_id, blocked_id=other_id)
    return Block.objects.filter(one_way | Q(blocker_id=other_id, blocked_id=one_id)).exists()


def _new_styles(user: User) -> None:
    # The address of /me.css names it, so that pages don't take the one that the browser has kept.
    User.objects.filter(pk=user.pk).update(styles=F("styles") + 1)
