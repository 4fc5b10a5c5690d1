"""What calls somebody shows on every page of theirs within a blink: in the link, the title and the list of rooms."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import BLINK, Visits


@pytest.fixture(autouse=True)
def _nothing_calls(elsewhere: Elsewhere) -> None:
    for name in ("alice", "bob"):
        elsewhere.read_alerts(name)


def alerts_link(page: Page, name: str):
    return page.get_by_role("link", name=name, exact=True)


@pytest.mark.parametrize("where", ["/", "/alerts/", "/bookmarks/", "/accounts/preferences/", "/rooms/{general}/"])
def test_a_mention_shows_on_every_page(visits: Visits, room: int, general: int, where: str) -> None:
    bob = visits.person("bob")
    bob.goto(where.format(general=general))
    expect(bob.locator("#beat.live")).to_have_count(1)
    title = bob.title()
    expect(alerts_link(bob, "Alerts")).to_be_attached()
    alice = visits.enter("alice", room)
    alice.send("@bob are you there?")
    expect(alerts_link(bob, "Alerts, 1 unread")).to_be_attached(timeout=BLINK)
    expect(bob).to_have_title(f"(1) {title}")
    alice.send("@room everybody?")
    expect(alerts_link(bob, "Alerts, 2 unread")).to_be_attached(timeout=BLINK)
    alice.page.reload()
    expect(alerts_link(alice.page, "Alerts")).to_be_attached()
    bob.reload()
    expect(bob).to_have_title(f"(2) {title}")
    expect(alerts_link(bob, "Alerts, 2 unread")).to_be_attached()
    alice.message("@bob are you there?").hover()
    alice.message("@bob are you there?").get_by_role("button", name="Message actions").click()
    alice.page.get_by_role("link", name="Delete").or_(alice.page.get_by_role("button", name="Delete")).first.click()
    alice.page.locator("#message-menu").get_by_role("button", name="Delete").click()
    expect(alerts_link(bob, "Alerts, 1 unread")).to_be_attached(timeout=BLINK)


def test_the_list_of_rooms_says_what_is_unread(visits: Visits, room: int, general: int) -> None:
    bob = visits.person("bob")
    bob.goto("/")
    expect(bob.locator("#beat.live")).to_have_count(1)
    other = visits.enter("bob", general)
    link = f".rooms a[href='/rooms/{room}/']"
    alice = visits.enter("alice", room)
    alice.send("something new")
    for page in (bob, other.page):
        expect(page.locator(link)).to_have_text(re.compile(r"unread$"), timeout=BLINK)
        assert page.locator(link).evaluate("link => getComputedStyle(link).fontWeight") == "700"
    expect(alice.page.locator(link)).not_to_have_text(re.compile("unread"))
    bob.locator(link).click()
    expect(other.page.locator(link)).not_to_have_text(re.compile("unread"), timeout=BLINK)
