"""What is said in one process calls people whose pages another one serves, with Redis between them."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import BLINK, Visits
from tests.support.redis import RedisServer
from tests.support.server import ParleyServer


def test_a_mention_from_another_process_shows_within_a_blink(
    visits: Visits, own_parley: Callable[..., ParleyServer], redis_server: RedisServer
) -> None:
    server = own_parley(REDIS_URL=redis_server.url, FEED_HEARTBEAT_SECONDS="60")
    elsewhere = Elsewhere(server)
    try:
        room = int(elsewhere.make_room("Far away", ["alice", "bob"]))
        bob = visits.person("bob", server)
        bob.goto("/")
        listed = bob.locator(f".rooms a[href='/rooms/{room}/']")
        expect(listed).to_be_visible()
        # The line is there when the room's list is: both come with the first answer after the hello.
        bob.wait_for_timeout(1_000)
        elsewhere.post(room, "alice", "nobody in particular")
        expect(listed).to_have_text(re.compile(r"unread$"), timeout=BLINK)
        elsewhere.post(room, "alice", "@bob hello")
        expect(bob.get_by_role("link", name=re.compile(r"^Alerts, \d+ unread$"))).to_be_attached(timeout=BLINK)
    finally:
        elsewhere.close()
