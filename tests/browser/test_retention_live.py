"""What a room doesn't keep any longer leaves open pages at once, and pages that were away when they come back."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.support.browser import SERVER_AWAY, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import BLINK, Visits
from tests.support.server import ParleyServer


@pytest.fixture
def server(own_parley: Callable[..., ParleyServer], complaints: Complaints) -> ParleyServer:
    complaints.allow(SERVER_AWAY)
    return own_parley()


@pytest.fixture
def neighbour(server: ParleyServer) -> Iterator[Elsewhere]:
    process = Elsewhere(server)
    yield process
    process.close()


def test_pages_lose_what_goes_and_equal_a_reload(visits: Visits, server: ParleyServer, neighbour: Elsewhere) -> None:
    room = neighbour.make_room("Short memory", ["alice", "bob"])
    first, second = neighbour.post(room, "alice", "first"), neighbour.post(room, "alice", "second")
    third = neighbour.post(room, "alice", "third")
    neighbour.post(room, "bob", "a reply", second)
    neighbour.grow_old(room, [first, second], 30)
    alice = visits.enter("alice", room, server)
    alice.expect_bodies(["first", "second", "third", "a reply"])
    expect(alice.log.locator(".quote")).to_have_count(1)
    alice.draft.fill("half a sentence")
    neighbour.apply_retention()
    alice.expect_bodies(["third", "a reply"], timeout=BLINK)
    expect(alice.log.locator(".quote")).to_have_count(0)
    expect(alice.draft).to_have_value("half a sentence")
    # What now begins the day says so, and stands under its author's name.
    expect(alice.message("third").locator(".day")).to_be_visible()
    expect(alice.message("third").get_by_role("link", name="Alice")).to_be_visible()
    assert alice.live_state() == alice.fresh_state()
    server.kill()
    neighbour.grow_old(room, [third], 30)
    neighbour.apply_retention()
    server.start()
    alice.expect_bodies(["a reply"], timeout=20_000)
    alice.expect_live()
    assert alice.live_state() == alice.fresh_state()
