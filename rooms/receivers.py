"""What rooms do when something happens to a person; accounts knows nothing of rooms and only says so."""

from typing import Any

from django.dispatch import receiver

from accounts.adapter import refused
from accounts.leaving import words_unwanted
from accounts.models import User
from accounts.people import person_removed, person_renamed

from . import conversation
from .conversation.banning import said
from .models import Ban


@receiver(person_renamed)
def rename(user: User, **kwargs: Any) -> None:
    conversation.rename_person(user)


@receiver(person_removed)
def remove(user: User, **kwargs: Any) -> None:
    conversation.hand_over_rooms(user)
    conversation.remove_person(user)


@receiver(refused)
def refuse_banned(user: User, **kwargs: Any) -> str:
    """Say why somebody can't sign in who is banned; a ban that is over is lifted by their coming."""
    ban = Ban.objects.filter(room=None, user=user).first()
    if ban and ban.is_over:
        conversation.lift_site_ban(user)
        return ""
    return said(ban) if ban else ""


@receiver(words_unwanted)
def remove_words(user: User, **kwargs: Any) -> None:
    conversation.remove_words(user)
