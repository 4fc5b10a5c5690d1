"""Mentions stand out for the one who is meant."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits


def backgrounds(page: Page) -> list[str]:
    marks = "[...document.querySelectorAll('#log .mention')]"
    return page.evaluate(f"{marks}.map(mark => getComputedStyle(mark).backgroundColor)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_one_who_is_meant_sees_it_stand_out(visits: Visits, room: int, scheme: str) -> None:
    alice = visits.enter("alice", room, color_scheme=scheme)
    bob = visits.enter("bob", room, color_scheme=scheme)
    alice.send("@bob and @alice, and @carol who is not here, and the @room: `@bob`")
    text = "@bob and @alice, and @carol who is not here, and the @room: @bob"
    for person in (alice, bob):
        person.expect_bodies([text])
        expect(person.log.locator(".mention")).to_have_text(["@bob", "@alice", "@room"])
    none = "rgba(0, 0, 0, 0)"
    assert [each == none for each in backgrounds(alice.page)] == [True, False, False]
    assert [each == none for each in backgrounds(bob.page)] == [False, True, False]
    assert bob.live_state() == bob.fresh_state()


@pytest.mark.parametrize("width", [390, 1280])
def test_mentions_without_javascript(visits: Visits, room: int, elsewhere: Elsewhere, width: int) -> None:
    bob = visits.person("bob", java_script_enabled=False)
    bob.set_viewport_size({"width": width, "height": 780})
    bob.goto(f"/rooms/{room}/")
    bob.get_by_role("textbox", name="Message").fill("/me asks @alice")
    bob.get_by_role("button", name="Send", exact=True).click()
    expect(bob.locator("li .body")).to_have_text(["Bob asks @alice"])
    expect(bob.locator("li .mention")).to_have_text(["@alice"])
    assert elsewhere.bodies(room) == ["asks @alice"]
