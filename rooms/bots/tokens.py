"""What programs show to be let in. It is made here, seen once, and kept as a digest."""

import secrets
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from accounts.models import User

from ..models import BotToken, Webhook

# For those who look for secrets in code that was published.
PREFIX = "parley_"
LONGEST = 200


def new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return what is kept of a token. It is long and random, so that no salt and no slow digest is needed."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def bot_with(token: str) -> User | None:
    """Return the active bot whose token this is, or None."""
    if not token or len(token) > LONGEST:
        return None
    still_good = Q(ends=None) | Q(ends__gt=timezone.now())
    found = BotToken.objects.filter(still_good, digest=digest_of(token)).select_related("bot__user").first()
    return found.bot.user if found and found.bot.user.is_active else None


def webhook_with(token: str) -> Webhook | None:
    """Return the webhook whose address has this token, if it was not revoked, or None."""
    if len(token) > LONGEST:
        return None
    found = Webhook.objects.filter(revoked=None, digest=digest_of(token)).select_related("user").first()
    return found if found and found.user.is_active else None
