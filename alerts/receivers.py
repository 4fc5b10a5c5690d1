"""What happens to a person's alerts when their account ends."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import User

from .calling import withdraw_all_of


@receiver(post_save, sender=User)
def deactivated(instance: User, created: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Whoever is deactivated is called by nothing any more, and by nothing old when they come back."""
    if not instance.is_active and not created and (update_fields is None or "is_active" in update_fields):
        withdraw_all_of(instance)
