"""An open inbox is as it would be after a reload; reading a room reads what called to it; a new alert can be heard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import BLINK, Visits


@pytest.fixture(autouse=True)
def _nothing_calls(elsewhere: Elsewhere) -> None:
    elsewhere.read_alerts("bob")


def live(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("#beat.live")).to_have_count(1)
    return page


def test_new_alerts_come_and_withdrawn_ones_go_and_what_is_read_is_read_here(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    inbox = live(visits.person("bob"), "/alerts/?show=unread")
    lines = inbox.get_by_role("listitem").filter(has=inbox.locator(".content"))
    expect(lines).to_have_count(0)
    first = elsewhere.post(room, "alice", "@bob one")
    expect(lines.locator(".content")).to_have_text(["@bob one"], timeout=BLINK)
    elsewhere.post(room, "alice", "@bob two")
    expect(lines.locator(".content")).to_have_text(["@bob two", "@bob one"], timeout=BLINK)
    elsewhere.delete(room, first)
    expect(lines.locator(".content")).to_have_text(["@bob two"], timeout=BLINK)
    # On another device, by opening the room.
    visits.enter("bob", room)
    expect(lines).to_have_count(0, timeout=BLINK)
    expect(inbox.get_by_role("link", name="Alerts", exact=True)).to_be_attached(timeout=BLINK)
    # And while it is open: what is seen there calls nobody.
    elsewhere.post(room, "alice", "@bob three")
    expect(lines).to_have_count(1, timeout=BLINK)
    expect(lines).to_have_count(0, timeout=10_000)


def test_a_new_alert_is_heard_by_who_wants_to(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    page = live(visits.person("bob"), "/accounts/preferences/")
    page.get_by_label("a sound with new alerts", exact=False).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#beat.live")).to_have_count(1)
    page.locator("h1").click()
    with page.expect_response(re.compile(r"/sounds/alert\..*wav")):
        elsewhere.post(room, "alice", "@bob listen")
    expect(page.locator("#sound audio")).to_have_js_property("ended", True)
    page.get_by_label("a sound with new alerts", exact=False).uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#beat.live")).to_have_count(1)
    elsewhere.post(room, "alice", "@bob again")
    expect(page.get_by_role("link", name="Alerts, 2 unread")).to_be_attached(timeout=BLINK)
    expect(page.locator("#sound audio")).to_have_count(0)
