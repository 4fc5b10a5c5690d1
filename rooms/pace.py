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

# Somebody who writes in a few rooms at once, by a few devices, is far from these.
DRAFT_BURST, DRAFT_RATE = 20, 3


def take(user: User) -> None:
    """Take one token. Raises ``ValidationError`` (code ``too_fast``) when the bucket is empty.

    While the cache is away nobody is held up: what people say doesn't depend on it.
    """
    try:
        _take(f"pace:{user.pk}", settings.MESSAGE_BURST, settings.MESSAGE_RATE)
    except ValidationError:
        raise
    except Exception as error:
        logger.warning("nobody's pace is checked, the cache is away: %s", error)


def may_keep_draft(user: User) -> bool:
    """Take one token of those for drafts, which composers keep after each pause in typing; False when there is none."""
    try:
        _take(f"draft-pace:{user.pk}", DRAFT_BURST, DRAFT_RATE)
    except ValidationError:
        return False
    except Exception as error:
        logger.warning("nobody's pace is checked, the cache is away: %s", error)
    return True


def _take(key: str, burst: int, rate: int) -> None:
    """The bucket holds ``burst`` tokens and gains ``rate`` a second.

    It is stored as the time at which it will be full again, so that nothing has to fill it.
    """
    now = time.time()
    capacity = burst / rate
    try:
        full_at = max(now, cache.get(key, 0.0)) + 1 / rate
        if full_at - now <= capacity:
            cache.set(key, full_at, timeout=capacity + 1)
    except (RedisAway, RedisSilent) as error:
        # Better somebody too fast than nobody at all.
        logger.warning("nobody is slowed down while the cache is away: %s", error)
        return
    if full_at - now > capacity:
        raise ValidationError(_("That was too fast. Wait a moment, then send again."), code="too_fast")
