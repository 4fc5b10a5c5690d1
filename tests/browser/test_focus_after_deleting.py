"""Whoever deletes a message by the keyboard goes on from where it was."""

from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits


def test_the_focus_is_on_the_deleted_message(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "alice", "first")
    position = elsewhere.post(room, "alice", "never mind")
    alice = visits.enter("alice", room)
    alice.message("never mind").get_by_role("button", name="Message actions").focus()
    alice.page.keyboard.press("Enter")
    menu = alice.page.get_by_role("dialog", name="Message actions")
    menu.get_by_role("link", name="Delete").press("Enter")
    menu.get_by_role("button", name="Delete").press("Enter")
    deleted = alice.page.locator(f"#m{position}")
    expect(deleted).to_contain_text("This message was deleted.")
    expect(deleted.locator(".permalink")).to_be_focused()
    alice.page.wait_for_timeout(300)
    expect(deleted.locator(".permalink")).to_be_focused()
    expect(alice.page.locator("#log [autofocus]")).to_have_count(0)
