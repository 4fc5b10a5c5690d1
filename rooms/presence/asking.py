"""Asks every process which of some people have a page of ours open, of whatever kind: before somebody is mailed.

The question goes the way of wake-ups; answers come back to a channel of who asks, or within the process to a set.
Nobody has to keep anything for it. A process that can't be reached has nobody.
"""

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from typing import Any
from uuid import uuid4

from channels.layers import InMemoryChannelLayer, get_channel_layer

from accounts.wake import PEOPLE, tell_this_process

logger = logging.getLogger("parley.presence")

# A process that is up answers at once.
ANSWER_SECONDS = 1.5

Message = dict[str, Any]

# What was answered to the questions of this process.
_answers: dict[str, set[int]] = {}


def here_now(user_ids: Collection[int]) -> set[int]:
    """Return which of these people have a page open in any process. It takes a second; for threads without a loop."""
    if not user_ids:
        return set()
    question = uuid4().hex
    _answers[question] = set()
    try:
        asyncio.run(_ask(question, list(user_ids)))
    except Exception as error:
        logger.warning("other processes can't be asked who is here: %s", error)
    finally:
        here = _answers.pop(question)
    return here & set(user_ids)


async def _ask(question: str, user_ids: list[int]) -> None:
    message: Message = {"type": "people.asked", "question": question, "users": user_ids}
    tell_this_process(message)
    layer = get_channel_layer()
    with suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_SECONDS):
            if isinstance(layer, InMemoryChannelLayer):
                await asyncio.sleep(ANSWER_SECONDS)
            reply = await layer.new_channel("asking")
            await layer.group_send(PEOPLE, {**message, "reply": reply})
            while True:
                answer = await layer.receive(reply)
                _answers[question].update(answer["users"])


async def answer(message: Message, here: set[int]) -> None:
    """Answer a question with those of ``here``, who have pages in this process, who are asked for."""
    found = here & set(message["users"])
    if not found:
        return
    if (answers := _answers.get(message["question"])) is not None:
        answers |= found
    elif reply := message.get("reply"):
        with suppress(Exception):
            await get_channel_layer().send(reply, {"type": "people.here", "users": list(found)})
