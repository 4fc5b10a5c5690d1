from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits
from tests.support.seed import PASSWORD
from tests.support.server import ParleyServer


@pytest.mark.parametrize("words", ["Stays", "Is deleted"])
def test_open_pages_show_at_once_that_somebody_has_gone(
    visits: Visits, own_parley: Callable[..., ParleyServer], words: str
) -> None:
    server = own_parley()
    elsewhere = Elsewhere(server)
    room = elsewhere.make_room("Farewell", ["alice", "bob"])
    elsewhere.close()
    alice, bob = visits.enter("alice", room, server), visits.enter("bob", room, server)
    bob.send("goodbye")
    alice.expect_bodies(["goodbye"])
    page = visits.person("bob", server, java_script_enabled=False)
    page.goto("/accounts/delete/")
    page.get_by_label(words).check()
    page.get_by_label("Your user name").fill("bob")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("Your account is deleted.")).to_be_visible()
    expect(bob.page.locator("#refusal")).not_to_be_empty(timeout=2_000)
    expect(alice.messages.first).to_contain_text("Former member" if words == "Stays" else "This message was deleted.")
    expect(alice.page.locator("#members")).not_to_contain_text("Bob")
    expect(alice.log).not_to_contain_text("Bob")
    assert alice.live_state() == alice.fresh_state()
