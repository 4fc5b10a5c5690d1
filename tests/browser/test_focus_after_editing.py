"""When an editor closes, the focus is on the message's button, or stays where the person has gone meanwhile."""

import pytest
from playwright.sync_api import Route, expect

from tests.support.dom import differences
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits

from .test_message_actions import open_editor


def expect_on_the_button(alice: RoomPage, body: str) -> None:
    button = alice.message(body).get_by_role("button", name="Message actions")
    expect(button).to_be_focused()
    alice.page.wait_for_timeout(300)
    expect(button).to_be_focused()
    expect(alice.page.locator("#log [autofocus]")).to_have_count(0)
    assert differences(alice.live_state(), alice.fresh_state()) == []
    alice.page.keyboard.press("Enter")
    expect(alice.page.get_by_role("dialog", name="Message actions").get_by_role("link", name="Source")).to_be_visible()


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_after_saving(visits: Visits, room: int, elsewhere: Elsewhere, way: str) -> None:
    elsewhere.post(room, "alice", "helo")
    alice = visits.enter("alice", room)
    editor = open_editor(alice, "helo")
    editor.fill("hello")
    if way == "mouse":
        alice.log.get_by_role("button", name="Save").click()
    else:
        alice.page.keyboard.press("Tab")
        alice.page.keyboard.press("Enter")
    alice.expect_bodies(["hello"])
    expect_on_the_button(alice, "hello")


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_after_cancelling(visits: Visits, room: int, elsewhere: Elsewhere, way: str) -> None:
    elsewhere.post(room, "alice", "hello")
    alice = visits.enter("alice", room)
    open_editor(alice, "hello").fill("something else")
    if way == "mouse":
        alice.log.get_by_role("link", name="Cancel").click()
    else:
        alice.page.keyboard.press("Tab")
        alice.page.keyboard.press("Tab")
        alice.page.keyboard.press("Enter")
    alice.expect_bodies(["hello"])
    expect_on_the_button(alice, "hello")


def test_nobody_is_taken_away_from_what_they_type_meanwhile(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "alice", "helo")
    alice = visits.enter("alice", room)
    editor = open_editor(alice, "helo")

    def late(route: Route) -> None:
        alice.page.wait_for_timeout(700)
        route.continue_()

    alice.page.route("**/edit/", late)
    editor.fill("hello")
    alice.log.get_by_role("button", name="Save").click()
    draft = alice.page.locator("#composers .draft")
    draft.click()
    alice.page.keyboard.type("on and on", delay=60)
    alice.expect_bodies(["hello"])
    alice.page.keyboard.type(" and on")
    expect(draft).to_be_focused()
    expect(draft).to_have_value("on and on and on")
