"""Signs people in without a password: chaos is not about sign-in, and hashing would take most of its time."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from accounts.models import User


def session_for(user: User) -> str:
    """Return the key of a new session of ``user``, such as signing in makes."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def stands(key: str) -> bool:
    """Return whether somebody is signed in by a session, as pages see it, without ending it where nobody is."""
    session = SessionStore(key)
    user = User.objects.filter(pk=session.get(SESSION_KEY) or 0, is_active=True).first()
    return user is not None and session.get(HASH_SESSION_KEY) == user.get_session_auth_hash()


def end_sessions(user: User) -> None:
    """Sign somebody out everywhere."""
    theirs = [session.pk for session in Session.objects.all() if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=theirs).delete()


def give_other_password(user: User) -> None:
    """Change the password, to one that nobody knows and that needs no hashing."""
    user.password = make_password(None)
    user.save(update_fields=["password"])
