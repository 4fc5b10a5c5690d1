"""How fast one person may write: a token bucket kept in the cache, shared by all processes where the cache is."""

import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSilent

from accounts.models import User

logger = logging.getLogger("parley.pace")


def take(user: User) -> None:
    """Take one token. Raises ``ValidationError`` (code ``too_fast``) when the bucket is empty.

    While the cache is away nobody is held up: what people say doesn't depend on it.
    """
    try:
        _take(user)
    except ValidationError:
        raise
    except Exception as error:
        logger.warning("nobody's pace is checked, the cache is away: %s", error)


def _take(user: User) -> None:
    """The bucket holds MESSAGE_BURST tokens and gains MESSAGE_RATE a second.

    It is stored as the time at which it will be full again, so that nothing has to fill it.
    """
    now = time.time()
    key = f"pace:{user.pk}"
    capacity = settings.MESSAGE_BURST / settings.MESSAGE_RATE
    try:
        full_at = max(now, cache.get(key, 0.0)) + 1 / settings.MESSAGE_RATE
        if full_at - now <= capacity:
            cache.set(key, full_at, timeout=capacity + 1)
    except (RedisAway, RedisSilent) as error:
        # Better somebody too fast than nobody at all.
        logger.warning("nobody is slowed down while the cache is away: %s", error)
        return
    if full_at - now > capacity:
        raise ValidationError(_("That was too fast. Wait a moment, then send again."), code="too_fast")
