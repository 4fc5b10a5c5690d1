"""Finds out whose session a cookie names, and later whether it still stands, without the side effects of signing in.

Channels' own lookup ignores SECRET_KEY_FALLBACKS and flushes the session after a key rotation, and Django's
re-keys it, which a socket can't tell the browser. A socket therefore only reads.
"""

from collections.abc import Collection
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from .models import User
from .prepared import Prepared
from .session_store import SessionStore


class SignedIn(NamedTuple):
    """That somebody was signed in when a socket was opened: the session, the person, and the password's hash then."""

    session_key: str
    user_id: int
    password: str


_person = Prepared(lambda pk: User.objects.filter(pk=pk), int)


def person_in(session: SessionBase) -> User | None:
    """Return the active person whom a session signs in under the present secret key, or None. Changes nothing."""
    user = _active_person(session)
    return user if user and _is_signed(session, [user.get_session_auth_hash()]) else None


def user_of_session(session_key: str | None) -> User | None:
    """Return the active person signed in by ``session_key``, also under an earlier secret key, or None."""
    if not session_key:
        return None
    session = SessionStore(session_key)
    user = _active_person(session)
    if user is None:
        return None
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return user if _is_signed(session, hashes) else None


def _active_person(session: SessionBase) -> User | None:
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = _person.first(int(session[SESSION_KEY]))
    return user if user and user.is_active else None


def _is_signed(session: SessionBase, hashes: list[str]) -> bool:
    stored = session.get(HASH_SESSION_KEY, "")
    return any(constant_time_compare(stored, good) for good in hashes)


def ended(signed_in: Collection[SignedIn]) -> set[SignedIn]:
    """Return which of these no longer stand: signed out, expired, deactivated, or the password was changed.

    One query for the sessions and one for the people, however many there are.
    """
    sessions = set(
        Session.objects.filter(
            session_key__in={each.session_key for each in signed_in}, expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    people = set(
        User.objects.filter(pk__in={each.user_id for each in signed_in}, is_active=True).values_list("pk", "password")
    )
    return {
        each for each in signed_in if each.session_key not in sessions or (each.user_id, each.password) not in people
    }
