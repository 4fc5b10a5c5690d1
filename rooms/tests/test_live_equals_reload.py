"""Whatever people do, in whatever order, live pages of the room and of a thread end as their reloads would be.

    PARLEY_SEEDS=7,8 pytest rooms/tests/test_live_equals_reload.py

plays the seeds 7 and 8 alone; a seed that has failed fails again with the same deeds.
"""

import asyncio
import os

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from rooms import conversation
from rooms.feed import current_hub
from rooms.models import Message, Room

from .live_pages import LivePage
from .random_deeds import Story, close

pytestmark = pytest.mark.django_db(transaction=True)

SEEDS = [int(seed) for seed in os.environ.get("PARLEY_SEEDS", "1,2,3,4").split(",")]
DEEDS = 60
# So many deeds, and the pages are looked at.
ACT = 20


@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_deeds_every_live_page_equals_a_reload(
    seed: int, general: Room, alice: User, bob: User, carol: User, settings, monkeypatch
) -> None:
    settings.MESSAGE_BURST = settings.MESSAGE_RATE = 1_000_000
    # Half of the stories have pages that are away for too long to get everything one by one.
    settings.FEED_REPLAY_LIMIT = 200 if seed % 2 else 8
    carol.time_zone = "Asia/Tokyo"
    carol.save()
    conversation.add_member(general.pk, carol)
    root = conversation.post(general.pk, alice, "the root", "nonce-of-the-root").message
    pages = [LivePage(user, general) for user in (alice, bob, carol)]
    pages += [LivePage(user, general, root.position) for user in (bob, carol)]
    for page in pages:
        page.load()
    story = Story(seed, general, [alice, bob, carol], pages)
    wrong = asyncio.run(_told(story))
    assert not wrong, "\n".join([f"PARLEY_SEEDS={seed}", *story.told, *wrong])
    assert Message.objects.filter(room=general).count() > 10


async def _told(story: Story) -> list[str]:
    try:
        # The others connect later, with what they hold then.
        for page in story.pages[::2]:
            await page.connect()
        for number in range(1, DEEDS + 1):
            await story.go_on()
            if number % ACT == 0 and (wrong := await _wrong(story)):
                return wrong
        return []
    finally:
        for page in story.pages:
            await page.leave()
        current_hub().stop()


async def _wrong(story: Story) -> list[str]:
    """Bring everybody back, close what is open, and compare each page with a fresh one."""
    for page in story.pages:
        if page.is_away:
            await page.connect()
    for page, position in sorted(story.editors, key=lambda each: (each[0].name, each[1])):
        await close(story, page, position)
    version = (await sync_to_async(Room.objects.get)(pk=story.room.pk)).version
    return [each for page in story.pages for each in await page.wrong(version)]
