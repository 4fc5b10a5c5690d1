"""Pinned messages and bookmarks in real browsers."""

import re

from playwright.sync_api import expect

from tests.support.browser import FORBIDDEN, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits

from .test_message_actions import expect_the_same_as_a_reload, open_menu


def test_a_pin_shows_for_both_and_leads_to_its_message(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    position = elsewhere.post(room, "alice", "the plan")
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    open_menu(bob, "the plan").get_by_role("button", name="Pin", exact=True).click()
    expect(bob.page.locator("#message-menu")).to_be_hidden()
    for page in (alice, bob):
        expect(page.page.locator("#pins")).to_contain_text("Pinned: 1")
        expect(page.message("the plan").locator(".pinned")).to_have_text("pinned")
    elsewhere.edit(room, position, "the new plan")
    link = alice.page.locator("#pins").get_by_role("link", name="Alice the new plan")
    expect(link).to_be_visible()
    expect_the_same_as_a_reload(alice, bob)
    link.click()
    expect(alice.page).to_have_url(re.compile(rf"/messages/{position}/#m{position}$"))
    alice.page.go_back()
    alice = RoomPage(alice.page)
    open_menu(alice, "the new plan").get_by_role("button", name="Unpin").click()
    for page in (alice, bob):
        expect(page.page.locator("#pins")).to_be_hidden()
        expect(page.log.locator(".pinned")).to_have_count(0)
    expect_the_same_as_a_reload(alice, bob)


def test_a_refused_pin_is_said(visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints) -> None:
    complaints.allow(FORBIDDEN)
    position = elsewhere.post(room, "bob", "gone soon")
    alice = visits.enter("alice", room)
    menu = open_menu(alice, "gone soon")
    elsewhere.delete(room, position)
    menu.get_by_role("button", name="Pin", exact=True).click()
    expect(alice.page.locator("#refusal")).to_have_text("This message was deleted.")


def test_a_bookmark_is_kept_and_leads_back(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "bob", f"worth keeping in {room}")
    alice = visits.enter("alice", room)
    menu = open_menu(alice, f"worth keeping in {room}")
    menu.get_by_role("button", name="Bookmark", exact=True).click()
    expect(menu.get_by_role("button", name="Remove bookmark")).to_be_focused()
    alice.page.keyboard.press("Escape")
    alice.page.get_by_role("link", name="Bookmarks").click()
    kept = alice.page.get_by_role("listitem").filter(has_text=f"worth keeping in {room}")
    kept.get_by_role("link").click()
    expect(alice.page.locator("li.chosen .body")).to_have_text(f"worth keeping in {room}")
    alice.page.go_back()
    kept.get_by_role("button", name="Remove").click()
    expect(alice.page.get_by_role("heading", name="Bookmarks")).to_be_visible()
    expect(kept).to_have_count(0)


def test_without_javascript_pins_and_bookmarks_are_forms(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "bob", "the plan")
    alice = visits.person("alice", java_script_enabled=False)
    alice.goto(f"/rooms/{room}/")
    alice.get_by_role("button", name="Message actions").click()
    alice.get_by_role("button", name="Pin", exact=True).click()
    expect(alice.locator(".pinned")).to_have_text("pinned")
    alice.get_by_role("button", name="Message actions").click()
    alice.get_by_role("button", name="Bookmark", exact=True).click()
    alice.get_by_role("link", name="All pinned messages").click()
    expect(alice.get_by_role("listitem")).to_contain_text("the plan")
    alice.get_by_role("button", name="Unpin").click()
    expect(alice.locator("main")).to_contain_text("Nothing is pinned here.")
    alice.get_by_role("link", name="Bookmarks").click()
    alice.get_by_role("listitem").filter(has_text="the plan").get_by_role("button", name="Remove").click()
    expect(alice.locator("main")).to_contain_text("You have no bookmarks.")
