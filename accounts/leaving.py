"""How somebody takes their account away: at once, and without a trace of who they were."""

from functools import partial

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CASCADE
from django.dispatch import Signal
from django.utils.translation import gettext, override

from . import avatars, people
from .models import User

# Sent with ``user``, outside of a transaction, when what somebody said is to go with them. Receivers may take their
# time, and must stand being called again: the account is still there if they fail.
words_unwanted = Signal()


def close(user: User, *, remove_words: bool) -> None:
    """Take ``user``'s account away, and with ``remove_words`` what they said.

    Others see “Former member” instead of the name where something of theirs is still here; who has left nothing is
    deleted. Their pages end, and everything that said who they were is gone.
    """
    if remove_words:
        words_unwanted.send(User, user=user)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.picture:
            transaction.on_commit(partial(avatars.remove, user.picture))
        keys = list(user.sign_ins.values_list("session_key", flat=True))
        if people.kept_by(user):
            _forget(user)
        else:
            people.delete(user)
        for session in Session.objects.filter(pk__in=keys):
            session.delete()


def only_admin(user: User) -> bool:
    """Whether nobody could look after the site without ``user``."""
    return user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists()


def _forget(user: User) -> None:
    people.person_removed.send(User, user=user)
    for relation in User._meta.related_objects:
        # What hangs on the account and nobody else sees: addresses, codes, sign-ins, alerts, drafts. What an admin
        # did is remembered.
        if relation.on_delete is CASCADE and relation.field.name == "user" and relation.related_model is not LogEntry:
            relation.related_model._base_manager.filter(**{relation.field.name: user}).delete()
    user.blocks.all().delete()
    user.groups.clear()
    user.user_permissions.clear()
    # Others read it, each in their own language: it is stored in the site's.
    with override(settings.LANGUAGE_CODE):
        user.display_name = gettext("Former member")
    user.username = f"former-{user.pk}"
    user.picture = ""
    user.email = user.first_name = user.last_name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    people.save(user)
