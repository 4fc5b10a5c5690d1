import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits


def look_for(page: Page, text: str) -> None:
    """Write into the one search field of the page and press Enter."""
    field = page.get_by_role("searchbox", name="Search messages")
    field.fill(text)
    field.press("Enter")
    page.wait_for_url("**/search/?q=*")


def excerpts(page: Page) -> list[str]:
    return page.get_by_role("list", name="Results").locator(".excerpt").all_inner_texts()


def test_what_one_says_the_other_finds_and_opens_in_its_place(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.send("the kettle whistles")
    bob.expect_bodies(["the kettle whistles"])
    look_for(bob.page, "kettle from:alice")
    expect(bob.page.locator("mark")).to_have_text(["kettle"])
    bob.page.get_by_role("listitem").filter(has_text="the kettle whistles").click()
    expect(bob.page).to_have_url(re.compile(rf"/rooms/{room}/messages/\d+/#m\d+$"))
    expect(bob.page.locator("li.chosen .body")).to_have_text(["the kettle whistles"])
    RoomPage(bob.page).expect_live()


def test_an_edit_and_a_deletion_are_found_out_at_once(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    first, second = (elsewhere.post(room, "alice", text) for text in ("saucer one", "saucer two"))
    bob = visits.person("bob")
    bob.goto("/")
    look_for(bob, "saucer")
    assert excerpts(bob) == ["saucer two", "saucer one"]
    elsewhere.edit(room, first, "saucer three")
    elsewhere.delete(room, second)
    bob.reload()
    assert excerpts(bob) == ["saucer three"]


def test_nothing_is_found_in_a_room_that_i_have_left(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "alice", "a teaspoon of sugar")
    bob = visits.person("bob")
    bob.goto("/search/?q=teaspoon")
    assert excerpts(bob) == ["a teaspoon of sugar"]
    elsewhere.remove(room, "bob")
    bob.reload()
    expect(bob.get_by_role("heading", name="Nothing found")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_everything_works_without_javascript(visits: Visits, general: int, width: int) -> None:
    alice = visits.person("alice", java_script_enabled=False)
    alice.set_viewport_size({"width": width, "height": 780})
    alice.goto("/")
    look_for(alice, 'message in:"General"')
    read = excerpts(alice)
    assert read[:2] == ["message 130", "message 129"]
    while (older := alice.get_by_role("link", name="Older results")).count():
        older.click()
        read += excerpts(alice)
    assert read == [f"message {number}" for number in range(130, 0, -1)]
    alice.get_by_role("link", name="First results").click()
    assert excerpts(alice)[0] == "message 130"
    alice.get_by_role("link", name="Most relevant first").click()
    assert len(excerpts(alice)) == 20
    look_for(alice, "message from:nobody")
    expect(alice.get_by_text("Nobody in your rooms is called “nobody”.")).to_be_visible()
    expect(alice.get_by_role("searchbox", name="Search messages")).to_have_value("message from:nobody")
    expect(alice.get_by_role("heading", name="What you can write")).to_be_visible()


def test_no_page_of_search_is_wider_than_a_phone(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "alice", "crumpets " + "x" * 300 + " https://example.com/" + "y" * 300)
    alice = visits.person("alice")
    alice.set_viewport_size({"width": 360, "height": 780})
    for address in ("/search/", "/search/?q=crumpets", "/search/?q=nothing-like-this", "/search/?q=bad:operator", "/"):
        alice.goto(address)
        assert alice.evaluate("document.documentElement.scrollWidth") <= 360, address
