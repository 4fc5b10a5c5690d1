"""Sends the digests that wait, each once. It may be done by several workers at once."""

import logging
import smtplib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db.models import F

from accounts.quiet import disturbable

from ..models import Digest
from .composing import compose
from .gathering import AGAIN

logger = logging.getLogger("parley.mail")

State = Digest.State

AT_ONCE = 100
# After its first, second, ... refusal a digest waits so long; after the last it is given up.
RETRY_MINUTES = (1, 5, 15, 60, 240)
# Nobody takes so long to hand a mail over: the mailer's own time is seconds (``EMAIL_URL``).
DEAD_AFTER = timedelta(minutes=15)


class ServerAway(Exception):
    """Raised when the mail server can't be reached: nothing was claimed, and nothing can be sent now."""


def due_digests(now: datetime) -> list[Digest]:
    """Return the digests that are to be tried now, the longest due first, as many as one turn takes."""
    waiting = Digest.objects.filter(state=State.WAITING, due__lte=now).select_related("user")
    return list(waiting.order_by("due")[:AT_ONCE])


def abandon(now: datetime) -> None:
    """Close the digests whose worker died while it was sending them: they may have been sent."""
    for digest in Digest.objects.filter(state=State.SENDING, due__lte=now)[:AT_ONCE]:
        if _change(digest, State.SENDING, state=State.UNSURE, due=None):
            logger.error("digest %s was being sent when its worker ended; it is not tried again", digest.pk)


def send(digests: Collection[Digest], here: Collection[int], now: datetime, stopping: Callable[[], bool]) -> None:
    """Send these digests, but not to those who are ``here`` or keep quiet hours, until ``stopping`` says so.

    Raises ``ServerAway``.
    """
    mailer = mail.mailers.default
    try:
        for digest in digests:
            if stopping():
                return
            if digest.user_id in here or not disturbable(digest.user, now):
                _change(digest, State.WAITING, due=now + AGAIN)
            elif message := _composed(digest, now):
                _open(mailer)
                _send(digest, message, mailer, now)
    finally:
        _close(mailer)


def _composed(digest: Digest, now: datetime) -> EmailMultiAlternatives | None:
    try:
        message = compose(digest)
    except Exception:
        # One that can't be written must not hold up the others.
        logger.exception("digest %s could not be written", digest.pk)
        _later(digest, State.WAITING, digest.attempts + 1, now)
        return None
    if message is None:
        _change(digest, State.WAITING, state=State.NOTHING, due=None)
    return message


def _send(digest: Digest, message: EmailMultiAlternatives, mailer: Any, now: datetime) -> None:
    # The claim. From here on until the answer it is not known whether the mail went.
    claimed = {"state": State.SENDING, "began": now, "due": now + DEAD_AFTER, "attempts": F("attempts") + 1}
    if not _change(digest, State.WAITING, **claimed):
        return
    digest.attempts += 1
    try:
        mailer.send_messages([message])
    except Exception as error:
        if was_refused(error):
            logger.warning("digest %s was refused: %s", digest.pk, error)
            _later(digest, State.SENDING, digest.attempts, now)
        else:
            logger.error("whether digest %s was sent isn't known; it is not tried again: %r", digest.pk, error)
            _change(digest, State.SENDING, state=State.UNSURE, due=None)
    else:
        _change(digest, State.SENDING, state=State.SENT, due=None)


def was_refused(error: Exception) -> bool:
    """Return whether the mail server has said that it doesn't take the mail. A line that breaks says nothing."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 400
    return isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError))


def _later(digest: Digest, state: str, attempts: int, now: datetime) -> None:
    if attempts > len(RETRY_MINUTES):
        logger.error("digest %s is given up after %s attempts", digest.pk, attempts)
        _change(digest, state, state=State.REFUSED, due=None, attempts=attempts)
    else:
        due = now + timedelta(minutes=RETRY_MINUTES[attempts - 1])
        _change(digest, state, state=State.WAITING, due=due, attempts=attempts)


def _change(digest: Digest, before: str, **to: Any) -> bool:
    """Change a digest that is in the state ``before``, untouched by anybody else; return whether it was."""
    return bool(Digest.objects.filter(pk=digest.pk, state=before, attempts=digest.attempts).update(**to))


def _open(mailer: Any) -> None:
    try:
        line = getattr(mailer, "connection", None)
        if isinstance(line, smtplib.SMTP) and not _is_alive(line):
            mailer.close()
        mailer.open()
    except OSError as error:
        # SMTPException is one, too.
        raise ServerAway(str(error)) from error


def _is_alive(line: smtplib.SMTP) -> bool:
    try:
        return line.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _close(mailer: Any) -> None:
    try:
        mailer.close()
    except OSError as error:
        logger.warning("the mail server did not say goodbye: %s", error)
