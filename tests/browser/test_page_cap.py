"""A page that is open for days doesn't grow for ever, and nothing is lost to whoever reads back."""

from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.seed import MESSAGES
from tests.support.server import ParleyServer

KEPT = 100
STEP = KEPT // 4
ALL = [f"message {number}" for number in range(1, MESSAGES + 1)]


@pytest.fixture
def parley_of_small_pages(own_parley: Callable[..., ParleyServer]) -> ParleyServer:
    return own_parley(FEED_PAGE_MESSAGES=str(KEPT))


@pytest.fixture
def others(parley_of_small_pages: ParleyServer) -> Iterator[Elsewhere]:
    process = Elsewhere(parley_of_small_pages)
    yield process
    process.close()


def read_back_to_the_beginning(alice: RoomPage) -> None:
    for count in (100, MESSAGES):
        alice.page.evaluate("document.querySelector('#scroller').scrollTo({top: -1e6})")
        expect(alice.messages).to_have_count(count)


def go_on_talking(alice: RoomPage, others: Elsewhere, room: int, count: int) -> list[str]:
    """Let Bob say something ``count`` times, with a line now and then so that the page is never far behind."""
    bodies = [f"and more {number}" for number in range(count)]
    for body in bodies:
        others.post(room, "bob", body)
    # Another process of a site without Redis: its wake-ups are not heard here, the heartbeat finds what it did.
    expect(alice.bodies.last).to_have_text(bodies[-1])
    return bodies


def test_the_oldest_messages_go_and_come_back_when_one_reads_back(
    visits: Visits, parley_of_small_pages: ParleyServer, others: Elsewhere
) -> None:
    room = others.room_called("General")
    alice = visits.enter("alice", room, parley_of_small_pages)
    read_back_to_the_beginning(alice)
    alice.page.get_by_role("link", name="Jump to newest").click()

    said = ALL + go_on_talking(alice, others, room, STEP)

    shown = alice.messages.count()
    assert KEPT - STEP < shown <= KEPT + STEP
    alice.expect_bodies(said[-shown:])
    expect(alice.bodies.last).to_be_in_viewport()
    expect(alice.page.get_by_role("link", name="Earlier messages")).to_have_count(1)

    alice.page.evaluate("document.querySelector('#scroller').scrollTo({top: -1e6})")
    alice.expect_bodies(said[-shown - 50 :])
    alice.page.evaluate("document.querySelector('#scroller').scrollTo({top: -1e6})")
    alice.expect_bodies(said)


def test_a_page_that_has_less_keeps_it_all(
    visits: Visits, parley_of_small_pages: ParleyServer, others: Elsewhere
) -> None:
    room = others.room_called("General")
    alice = visits.enter("alice", room, parley_of_small_pages)
    said = ALL + go_on_talking(alice, others, room, STEP)
    alice.expect_bodies(said[-50 - STEP :])


def test_somebody_who_reads_far_back_while_it_happens_finds_no_gap(
    visits: Visits, parley_of_small_pages: ParleyServer, others: Elsewhere
) -> None:
    room = others.room_called("General")
    alice = visits.enter("alice", room, parley_of_small_pages)
    read_back_to_the_beginning(alice)

    said = ALL + go_on_talking(alice, others, room, STEP)

    # What was above is gone, so the way to older messages comes into view, and brings it back. She may have to scroll
    # more than once: the page may have moved under her since she did.
    deadline = monotonic() + 20
    while alice.messages.count() < len(said) and monotonic() < deadline:
        alice.page.evaluate("document.querySelector('#scroller').scrollTo({top: -1e6})")
        alice.page.wait_for_timeout(200)
    alice.expect_bodies(said)
    assert alice.live_state().messages[-50:] == alice.fresh_state().messages
