"""Channel layers that lose and repeat wake-ups, as a layer may."""

import os
import random
from typing import Any

from channels.layers import InMemoryChannelLayer
from channels_redis.pubsub import RedisPubSubChannelLayer

DROPPED = REPEATED = 0.3

_chance = random.Random(os.environ.get("CHAOS_SEED", ""))


class Flaky:
    """Drops 30% of what is sent to groups, and says 30% of the rest twice."""

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        if _chance.random() < DROPPED:
            return
        await super().group_send(group, message)  # type: ignore[misc]
        if _chance.random() < REPEATED:
            await super().group_send(group, message)  # type: ignore[misc]


class FlakyInMemoryLayer(Flaky, InMemoryChannelLayer):
    pass


class FlakyRedisLayer(Flaky, RedisPubSubChannelLayer):
    pass
