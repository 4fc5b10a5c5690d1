"""Channel layers that lose and repeat wake-ups, as a layer may."""

import os
import random
from collections.abc import Awaitable, Callable
from typing import Any

from channels.layers import InMemoryChannelLayer
from channels_redis.pubsub import RedisPubSubChannelLayer

DROPPED = REPEATED = 0.3

_chance = random.Random(os.environ.get("CHAOS_SEED", ""))


async def _perhaps(send: Callable[[str, dict[str, Any]], Awaitable[None]], group: str, message: dict[str, Any]) -> None:
    """Drop 30% of what is sent, and say 30% of the rest twice."""
    if _chance.random() < DROPPED:
        return
    await send(group, message)
    if _chance.random() < REPEATED:
        await send(group, message)


class FlakyInMemoryLayer(InMemoryChannelLayer):
    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await _perhaps(super().group_send, group, message)


class FlakyRedisLayer(RedisPubSubChannelLayer):
    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        # The pub/sub layer has a layer for each event loop, and finds it by attribute.
        await _perhaps(self.__getattr__("group_send"), group, message)
