"""Commands in the composer, as people see them."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import REFUSED, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits


@pytest.mark.parametrize("width", [390, 1280])
def test_two_people_wave_and_shrug(visits: Visits, room: int, width: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    bob.page.set_viewport_size({"width": width, "height": 780})
    alice.send("/me waves")
    bob.expect_bodies(["Alice waves"])
    expect(bob.bodies).to_have_css("font-style", "italic")
    bob.send("/shrug")
    alice.expect_bodies(["Alice waves", r"¯\_(ツ)_/¯"])
    expect(alice.draft).to_have_value("")
    assert alice.live_state() == alice.fresh_state()
    assert bob.page.evaluate("document.documentElement.scrollWidth") <= width


def test_help_is_for_the_one_who_asks_until_they_send(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    commands = alice.page.locator(".command-help")
    for _ in range(2):
        alice.send("/help")
        expect(commands).to_have_count(1)
        expect(commands).to_contain_text("/shrug who knows")
        expect(alice.draft).to_have_value("")
        expect(alice.draft).to_be_focused()
    alice.page.keyboard.type("/me nods")
    alice.page.keyboard.press("Enter")
    bob.expect_bodies(["Alice nods"])
    expect(commands).to_have_count(0)
    expect(bob.page.locator(".command-help")).to_have_count(0)
    assert elsewhere.bodies(room) == ["nods"]


def test_an_unknown_command_is_explained_beside_the_composer(
    visits: Visits, room: int, complaints: Complaints, elsewhere: Elsewhere
) -> None:
    complaints.allow(REFUSED)
    alice = visits.enter("alice", room)
    alice.send("/wave at everybody")
    expect(alice.error).to_contain_text("There is no command /wave")
    expect(alice.draft).to_have_value("/wave at everybody")
    expect(alice.draft).to_be_focused()
    alice.send("//wave at everybody")
    alice.expect_bodies(["/wave at everybody"])
    expect(alice.error).to_have_count(0)
    assert elsewhere.bodies(room) == ["/wave at everybody"]


def test_commands_without_javascript(visits: Visits, room: int, complaints: Complaints) -> None:
    complaints.allow(REFUSED)
    alice = visits.person("alice", java_script_enabled=False)
    alice.goto(f"/rooms/{room}/")
    box, send = alice.get_by_role("textbox", name="Message"), alice.get_by_role("button", name="Send", exact=True)
    box.fill("/help")
    send.click()
    expect(alice.locator(".command-help")).to_contain_text("/me waves")
    expect(box).to_have_value("")
    box.fill("/nothing like this")
    send.click()
    expect(alice.get_by_text("There is no command /nothing")).to_be_visible()
    expect(box).to_have_value("/nothing like this")
    box.fill("/me waves")
    send.click()
    expect(alice.locator("li .body")).to_have_text(["Alice waves"])
    expect(alice.locator(".command-help")).to_have_count(0)
