"""What rooms do when something happens to a person; accounts knows nothing of rooms and only says so."""

from typing import Any

from django.dispatch import receiver

from accounts.leaving import words_unwanted
from accounts.models import User
from accounts.people import person_removed, person_renamed

from . import conversation


@receiver(person_renamed)
def rename(user: User, **kwargs: Any) -> None:
    conversation.rename_person(user)


@receiver(person_removed)
def remove(user: User, **kwargs: Any) -> None:
    conversation.hand_over_rooms(user)
    conversation.remove_person(user)


@receiver(words_unwanted)
def remove_words(user: User, **kwargs: Any) -> None:
    conversation.remove_words(user)
