"""Where sessions are kept: in Django's table, read by a query that is built once, for every request begins with it."""

from typing import cast

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from .prepared import Prepared

_session = Prepared(lambda key: Session.objects.filter(session_key=key), str)


class SessionStore(db.SessionStore):
    """Django's sessions in the database. (Its name is part of how Django signs what it holds.)"""

    def _get_session_from_db(self) -> Session | None:
        session = _session.first(cast(str, self.session_key))
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None
            return None
        return session
