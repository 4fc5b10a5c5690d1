import random

import pytest
from playwright.sync_api import expect

from tests.support.dom import differences
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits

SECONDS = 10
WRITTEN = [
    "<b>{0}</b> & 'so on'",
    "**{0}** and `{0}`  \n  more",
    "```python\nx = {0}  # why\n```\n\n| a | {0} |\n|---|--:|\n| c | d |",
    "> {0}\n\n- one\n  - two\n\n## https://example.org/{0} :tada:",
]


def expect_the_same_as_a_reload(*pages: RoomPage) -> None:
    """Wait until every live page equals a fresh one of the same person; ten seconds are the promise."""
    for page in pages:
        found = ["never compared"]
        for _ in range(SECONDS * 4):
            found = differences(page.live_state(), page.fresh_state())
            if not found:
                break
            page.page.wait_for_timeout(250)
        assert found == []


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_changes_the_live_page_equals_a_reload(
    visits: Visits, room: int, elsewhere: Elsewhere, seed: int
) -> None:
    chance = random.Random(seed)
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    positions: list[int] = []
    carol_is_in = False
    for number in range(40):
        act = chance.choice(["post", "post", "post", "edit", "delete", "carol", "name", "form"])
        if act == "post" or not positions:
            positions.append(
                elsewhere.post(room, chance.choice(["alice", "bob"]), chance.choice(WRITTEN).format(number))
            )
        elif act == "edit":
            elsewhere.edit(room, chance.choice(positions), "edited " + chance.choice(WRITTEN).format(number))
        elif act == "delete":
            elsewhere.delete(room, positions.pop(chance.randrange(len(positions))))
        elif act == "carol":
            (elsewhere.remove if carol_is_in else elsewhere.add)(room, "carol")
            carol_is_in = not carol_is_in
        elif act == "name":
            elsewhere.rename(room, f"Room {room} called {number}")
        else:
            alice.send(f"by form {number}")
            expect(alice.page.locator("form.htmx-request")).to_have_count(0)
        if number % 10 == 9:
            expect_the_same_as_a_reload(alice, bob)
    assert len(alice.live_state().messages) > 10


def test_what_was_said_while_the_page_slept_is_as_after_a_reload(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    elsewhere.post(room, "bob", "long ago")
    alice = visits.enter("alice", room)
    session = alice.page.context.new_cdp_session(alice.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    for number in range(60):
        elsewhere.post(room, "bob", f"meanwhile {number}")
    session.send("Page.setWebLifecycleState", {"state": "active"})
    expect(alice.bodies.last).to_have_text("meanwhile 59")
    expect_the_same_as_a_reload(alice)


def test_a_page_that_scrolled_back_still_equals_a_reload_at_its_end(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    positions = [elsewhere.post(room, "bob", f"old {number}") for number in range(70)]
    alice = visits.enter("alice", room)
    alice.page.evaluate("document.querySelector('#scroller').scrollTo({top: -1e6})")
    expect(alice.messages).to_have_count(70)
    elsewhere.edit(room, positions[3], "edited far above")
    elsewhere.delete(room, positions[69])
    elsewhere.post(room, "alice", "new")
    expect(alice.message("edited far above")).to_have_count(1)
    expect_the_same_as_a_reload(alice)
