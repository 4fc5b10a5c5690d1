"""Where somebody is signed in: one row beside each session, with the browser and when it was last seen.

No address is kept: it would say where people are, and for telling one's browsers apart it isn't needed.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from .models import SignIn, User

# A request writes that it was seen at most once in this time, in each process.
EVERY = timedelta(minutes=5)
REMEMBERED = 10_000

_noted: OrderedDict[str, datetime] = OrderedDict()
_lock = Lock()


def note(request: HttpRequest, user: User) -> None:
    """Write down that ``user`` was seen with this session, unless that was done some minutes ago. Mostly no query."""
    session = getattr(request, "session", None)
    if session is None or not session.session_key or not _is_due(session.session_key):
        return
    now = timezone.now()
    browser = request.headers.get("user-agent", "")[:300]
    here = SignIn.objects.filter(session_key=session.session_key, user=user)
    if not here.update(seen=now, browser=browser):
        row = {"user": user, "browser": browser, "started": now, "seen": now}
        SignIn.objects.update_or_create(session_key=session.session_key, defaults=row)


def _is_due(key: str) -> bool:
    now = timezone.now()
    with _lock:
        if now - _noted.get(key, now - EVERY) < EVERY:
            return False
        _noted[key] = now
        _noted.move_to_end(key)
        if len(_noted) > REMEMBERED:
            _noted.popitem(last=False)
        return True


@receiver(user_logged_in)
def _begins(request: HttpRequest, user: User, **kwargs: object) -> None:
    if not request.session.session_key:
        request.session.save()
    note(request, user)


@receiver(post_delete, sender=Session)
def _ends(instance: Session, **kwargs: object) -> None:
    with _lock:
        _noted.pop(instance.session_key, None)
    SignIn.objects.filter(session_key=instance.session_key).delete()


def of(user: User) -> list[SignIn]:
    """Return where ``user`` is signed in now, the one seen last first; what a changed password ended isn't."""
    found = {each.session_key: each for each in SignIn.objects.filter(user=user).order_by("-seen", "-pk")}
    hashes = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    sessions = Session.objects.filter(pk__in=found, expire_date__gt=timezone.now())
    alive = {each.pk for each in sessions if each.get_decoded().get(HASH_SESSION_KEY) in hashes}
    return [each for key, each in found.items() if key in alive]


def end(sign_ins: list[SignIn]) -> None:
    """Sign out there; live pages end with their session (``signals.session_ended``)."""
    for session in Session.objects.filter(pk__in=[each.session_key for each in sign_ins]):
        session.delete()
