"""Tells the sockets when a session or an account may have ended, so that they look at once and not in a while."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .models import User
from .wake import PEOPLE, wake

# A save of these alone ends nobody's session.
HARMLESS = {
    "last_login",
    "display_name",
    "time_zone",
    "language",
    "theme",
    "density",
    "motion",
    "link_previews",
    "announced",
}


@receiver(post_delete, sender=Session)
def session_ended(instance: Session, **kwargs: Any) -> None:
    """Signing out, here or elsewhere, deletes the session."""
    key = instance.session_key
    transaction.on_commit(lambda: wake(PEOPLE, {"type": "people.session", "session": key}))


@receiver(post_save, sender=User)
def account_changed(instance: User, created: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """A changed password or a deactivated account ends all sessions of the person."""
    if not created and (update_fields is None or not update_fields <= HARMLESS):
        user_id = instance.pk
        transaction.on_commit(lambda: wake(PEOPLE, {"type": "people.account", "user": user_id}))
