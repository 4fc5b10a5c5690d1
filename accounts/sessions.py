"""Finds out whose session a cookie names, without the side effects of signing in.

Channels' own lookup ignores SECRET_KEY_FALLBACKS and flushes the session after a key rotation, and Django's
re-keys it, which a socket can't tell the browser. A socket therefore only reads.
"""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from .models import User


def user_of_session(session_key: str | None) -> User | None:
    """Return the active person signed in by ``session_key``, or None."""
    if not session_key:
        return None
    engine = import_module(settings.SESSION_ENGINE)
    session = engine.SessionStore(session_key)
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = User.objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
    if user is None:
        return None
    stored = session.get(HASH_SESSION_KEY, "")
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return user if any(constant_time_compare(stored, good) for good in hashes) else None
