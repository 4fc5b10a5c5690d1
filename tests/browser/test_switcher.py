"""From any page to a room or a person by some letters of a name: live under the box, or by Enter alone."""

import re

from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits


def test_letters_offer_rooms_and_people_and_keys_lead_there(visits: Visits, room: int, general: int) -> None:
    alice = visits.enter("alice", room)
    page = alice.page
    page.goto("/alerts/")
    box = page.get_by_role("searchbox", name="Go to a room or person")
    offered = page.get_by_role("group", name="Rooms and people").get_by_role("link")
    # What a browser without a window makes of access keys is nothing; people press them.
    expect(box).to_have_attribute("accesskey", "k")
    box.focus()
    # Where one has been; what an open page has shown is stored within a second, so which was last isn't asked here.
    expect(page.locator(f"#switch-to a[href='/rooms/{room}/']")).to_be_visible()
    page.keyboard.type("caro")
    expect(offered).to_have_text(["C Carol @carol"])
    expect(page.locator("#switch-count")).to_have_text("1 suggestion. Press Tab to choose it.")
    box.fill("")
    page.keyboard.type("gener")
    expect(offered).to_have_text([re.compile("^General")])
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(offered).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/rooms/{general}/$"))
    # Beside a room it is the same box; what it offers goes when one is elsewhere.
    box.focus()
    page.keyboard.type("carol")
    expect(offered).to_have_text(["C Carol @carol"])
    alice.draft.click()
    expect(offered).to_be_hidden()
    box.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/people/carol/$"))


def test_without_javascript_enter_leads_there_or_to_what_there_is(
    visits: Visits, room: int, general: int, elsewhere: Elsewhere
) -> None:
    elsewhere.make_room("Crocodile river", ["alice"])
    elsewhere.make_room("Crocus garden", ["bob"])
    page = visits.person("alice", java_script_enabled=False)
    page.goto(f"/rooms/{room}/")
    box = page.get_by_role("searchbox", name="Go to a room or person")
    box.fill("gener")
    box.press("Enter")
    expect(page).to_have_url(re.compile(rf"/rooms/{general}/$"))
    box.fill("croc")
    box.press("Enter")
    found = page.get_by_role("list", name="Rooms and people").get_by_role("link")
    expect(found).to_have_text([re.compile("Crocodile river"), re.compile("Crocus garden to join")])
    box.fill("carol")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/people/carol/$"))
