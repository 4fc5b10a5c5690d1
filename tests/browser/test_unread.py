"""What is new shows where somebody stopped reading, and is read when it has been before their eyes."""

import re

from playwright.sync_api import Page, expect

from tests.support.people import BLINK, Visits

# A heartbeat asks what was seen, and the answers are stored together a little later.
SOON = 15_000
UNREAD = re.compile(r"unread$")


def link(page: Page, room: int):
    return page.locator(f".rooms a[href='/rooms/{room}/']")


def test_what_is_before_somebodys_eyes_is_read_on_their_other_pages(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    bob = visits.enter("bob", room)
    elsewhere = visits.person("bob")
    elsewhere.goto("/")
    expect(elsewhere.locator("#beat.live")).to_have_count(1)
    alice.send("hello")
    expect(link(elsewhere, room)).to_have_text(UNREAD, timeout=BLINK)
    bob.expect_bodies(["hello"])
    expect(link(elsewhere, room)).not_to_have_text(UNREAD, timeout=SOON)
    elsewhere.reload()
    expect(link(elsewhere, room)).not_to_have_text(UNREAD)
    expect(link(bob.page, room)).not_to_have_text(UNREAD)


def test_what_somebody_has_scrolled_away_from_is_not_read(visits: Visits, general: int, room: int) -> None:
    alice = visits.enter("alice", room)
    for number in range(19):
        alice.send(f"line {number}\n")
        expect(alice.draft).to_have_value("")
    bob = visits.enter("bob", room)
    bob.page.set_viewport_size({"width": 900, "height": 420})
    elsewhere = visits.person("bob")
    elsewhere.goto("/")
    expect(elsewhere.locator("#beat.live")).to_have_count(1)
    # Whatever a heartbeat asks by now is about what was there already.
    bob.page.wait_for_timeout(6000)
    bob.page.locator("#scroller").evaluate("scroller => scroller.scrollTo(0, -scroller.scrollHeight)")
    bob.page.wait_for_timeout(500)
    alice.send("below")
    expect(link(elsewhere, room)).to_have_text(UNREAD, timeout=BLINK)
    bob.page.wait_for_timeout(8000)
    expect(link(elsewhere, room)).to_have_text(UNREAD)
    bob.page.locator("#scroller").evaluate("scroller => scroller.scrollTo(0, 0)")
    expect(link(elsewhere, room)).not_to_have_text(UNREAD, timeout=SOON)


def test_marked_as_unread_from_the_menu_it_says_so_on_every_page(visits: Visits, room: int, general: int) -> None:
    alice = visits.enter("alice", room)
    alice.send("first")
    alice.send("second")
    bob = visits.enter("bob", room)
    other = visits.enter("bob", general)
    expect(link(other.page, room)).not_to_have_text(UNREAD)
    message = bob.message("second")
    message.hover()
    message.get_by_role("button", name="Message actions").click()
    bob.page.get_by_role("button", name="Mark as unread").click()
    expect(link(other.page, room)).to_have_text(UNREAD, timeout=BLINK)
    link(other.page, room).click()
    expect(other.page.locator(".message:has(.new-since) .body")).to_have_text("second")
    other.page.get_by_role("link", name="Jump to the first unread message").click()
    expect(other.page).to_have_url(re.compile(r"#m\d+$"))
    expect(link(other.page, room)).not_to_have_text(UNREAD)


def test_all_of_it_without_javascript(visits: Visits, room: int) -> None:
    bob = visits.person("bob", java_script_enabled=False)
    bob.goto("/alerts/")
    if bob.get_by_role("button", name="Mark all as read").count():
        bob.get_by_role("button", name="Mark all as read").click()
    bob.goto("/")
    alice = visits.enter("alice", room)
    alice.send("first")
    alice.send("@bob second")
    alice.expect_bodies(["first", "@bob second"])
    bob.reload()
    expect(bob).to_have_title(re.compile(r"^\(1\) "))
    expect(link(bob, room)).to_have_text(UNREAD)
    bob.get_by_role("link", name="Alerts, 1 unread").click()
    bob.get_by_role("link", name=re.compile("Alice mentioned you in Room .* @bob second")).click()
    expect(bob).to_have_url(re.compile(rf"/rooms/{room}/messages/\d+/#m\d+$"))
    expect(bob.locator(".message.chosen .body")).to_have_text("@bob second")
    expect(bob.get_by_role("link", name="Alerts", exact=True)).to_be_attached()
    link(bob, room).click()
    expect(bob.locator(".message:has(.new-since) .body")).to_have_text("first")
    bob.goto("/")
    expect(link(bob, room)).not_to_have_text(UNREAD)
    alice.send("third")
    alice.expect_bodies(["first", "@bob second", "third"])
    bob.reload()
    expect(link(bob, room)).to_have_text(UNREAD)
    bob.get_by_role("button", name="Mark all rooms as read").click()
    expect(link(bob, room)).not_to_have_text(UNREAD)
