"""Rooms with news at the same moment are read in one visit to a thread, and one that can't be read harms no other."""

import asyncio
from threading import Event

import pytest

from accounts.models import User
from rooms import conversation
from rooms.feed import delivery
from rooms.feed.viewer import Variant
from rooms.models import Room

pytestmark = pytest.mark.django_db(transaction=True)

NEWS = delivery.Lack(Variant("en", "UTC"), since=0, hello=False)


def test_what_wakes_while_others_are_read_is_read_together(
    general: Room, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = [general, *(conversation.create_room(f"Room {number}", alice) for number in range(4))]
    for room in rooms:
        conversation.post(room.pk, alice, f"news of {room}", f"a-nonce-of-{room.pk}")
    go_on, visits, prepare_all = Event(), [], delivery._prepare_all

    def slow(wanted):
        visits.append([room_id for room_id, _ in wanted])
        if len(visits) <= delivery.VISITS:
            go_on.wait(10)
        return prepare_all(wanted)

    monkeypatch.setattr(delivery, "_prepare_all", slow)

    async def story() -> list[delivery.Delivery | None]:
        preparation = delivery.Preparation()
        asking = []
        for room in rooms:
            asking.append(asyncio.create_task(preparation.prepare(room.pk, [NEWS])))
            await asyncio.sleep(0.05)
        go_on.set()
        return await asyncio.gather(*asking)

    prepared = asyncio.run(story())
    assert [len(visit) for visit in visits] == [1, 1, 3]
    for room, delivered in zip(rooms, prepared, strict=True):
        assert delivered is not None
        assert f"news of {room}" in delivered.frames[NEWS]


def test_a_room_that_cannot_be_read_harms_no_other(general: Room, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    kitchen = conversation.create_room("Kitchen", alice)
    conversation.post(kitchen.pk, alice, "all is well", "a-nonce-of-alice")
    prepare = delivery._prepare

    def fail_for_general(room_id, lacks):
        if room_id == general.pk:
            raise ConnectionError("away")
        return prepare(room_id, lacks)

    monkeypatch.setattr(delivery, "_prepare", fail_for_general)

    async def story() -> list[object]:
        preparation = delivery.Preparation()
        asking = [preparation.prepare(room_id, [NEWS]) for room_id in (general.pk, kitchen.pk, kitchen.pk + 1000)]
        return list(await asyncio.gather(*asking, return_exceptions=True))

    failed, fine, gone = asyncio.run(story())
    assert isinstance(failed, ConnectionError)
    assert isinstance(fine, delivery.Delivery)
    assert "all is well" in fine.frames[NEWS]
    assert gone is None


def test_one_who_asked_and_left_keeps_nobody_waiting(general: Room) -> None:
    async def story() -> delivery.Delivery | None:
        preparation = delivery.Preparation()
        leaving = asyncio.create_task(preparation.prepare(general.pk, [NEWS]))
        staying = asyncio.create_task(preparation.prepare(general.pk, [NEWS]))
        await asyncio.sleep(0)
        leaving.cancel()
        return await staying

    assert asyncio.run(story()) is not None


def test_one_who_asks_just_as_all_visits_end_is_answered(general: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_prepare", lambda room_id, lacks: None)

    async def story() -> None:
        preparation, let_go = delivery.Preparation(), asyncio.Event()

        async def run(work):
            await let_go.wait()
            return work()

        async def ask(times: int) -> None:
            for _ in range(times):
                await preparation.prepare(general.pk, [NEWS])

        monkeypatch.setattr(delivery.live, "run", run)
        asking = []
        for times in (2, *[1] * (delivery.VISITS - 1)):
            asking.append(asyncio.create_task(ask(times)))
            # Each visit has begun before the next one asks, so that they all end in one turn of the loop.
            for _ in range(3):
                await asyncio.sleep(0)
        let_go.set()
        async with asyncio.timeout(5):
            await asyncio.gather(*asking)

    asyncio.run(story())
