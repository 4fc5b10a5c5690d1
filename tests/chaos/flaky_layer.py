"""Wake-ups that get lost and come twice: those that a layer carries, and those that a process gives itself."""

import os
import random
from typing import Any

from channels.layers import InMemoryChannelLayer
from channels_redis.pubsub import RedisPubSubChannelLayer

from accounts import wake

DROPPED = REPEATED = 0.3

_chance = random.Random(os.environ.get("CHAOS_SEED", ""))
_tell_this_process = wake.tell_this_process


def _times() -> int:
    """Drop 30% of what is sent, and say 30% of the rest twice."""
    if _chance.random() < DROPPED:
        return 0
    return 2 if _chance.random() < REPEATED else 1


def tell_this_process_perhaps(message: wake.Message) -> None:
    for _ in range(_times()):
        _tell_this_process(message)


# The layer is made, and with it this module imported, when the first page comes.
wake.tell_this_process = tell_this_process_perhaps


class FlakyInMemoryLayer(InMemoryChannelLayer):
    """Nothing passes through it: there is one process, which tells itself."""


class FlakyRedisLayer(RedisPubSubChannelLayer):
    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        for _ in range(_times()):
            # The pub/sub layer has a layer for each event loop, and finds it by attribute.
            await self.__getattr__("group_send")(group, message)
