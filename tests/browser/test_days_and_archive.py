"""A room's day as a page to print and keep, and a file with everything that I wrote."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_what_two_people_said_today_is_on_its_page(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.send("shall we **print** this?")
    bob.expect_bodies(["shall we print this?"])
    bob.send("yes")
    alice.expect_bodies(["shall we print this?", "yes"])
    # The heading came live.
    alice.log.get_by_role("heading").get_by_role("link").click()
    expect(alice.page).to_have_url(re.compile(rf"/rooms/{room}/days/\d{{4}}-\d\d-\d\d/$"))
    expect(alice.page.locator("li .body")).to_have_text(["shall we print this?", "yes"])
    bob.page.get_by_role("link", name="Days, to read and print").click()
    expect(bob.page).to_have_url(alice.page.url)
    bob.page.get_by_role("listitem").filter(has_text="shall we").locator(".permalink").click()
    expect(bob.page.locator("li.chosen .body")).to_have_text(["shall we print this?"])


@pytest.mark.parametrize("width", [390, 1280])
def test_days_without_javascript(visits: Visits, room: int, elsewhere: Elsewhere, width: int) -> None:
    elsewhere.post(room, "bob", "words " + "x" * 300 + "\n\n```\n" + "y" * 300 + "\n```")
    alice = visits.person("alice", java_script_enabled=False)
    alice.set_viewport_size({"width": width, "height": 780})
    alice.goto(f"/rooms/{room}/days/")
    expect(alice.locator("li .body")).to_contain_text(["words"])
    assert alice.locator("main").bounding_box()["width"] <= width  # type: ignore[index]
    alice.get_by_role("button", name="Message actions").click()
    expect(alice.get_by_role("link", name="Source")).to_be_visible()
    alice.go_back()
    alice.get_by_role("link", name="Back to the room").click()
    expect(alice).to_have_url(f"/rooms/{room}/")


def test_a_day_is_not_wider_than_a_phone(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "bob", "words " + "x" * 300 + "\n\n```\n" + "y" * 300 + "\n```")
    alice = visits.person("alice")
    alice.set_viewport_size({"width": 360, "height": 780})
    for address in (f"/rooms/{room}/days/", f"/rooms/{room}/days/2020-01-01/", "/my-messages/"):
        alice.goto(address)
        assert fits(alice), address


@pytest.mark.parametrize("address", ["/rooms/{}/days/", "/rooms/{}/"])
def test_on_paper_there_is_the_conversation_and_nothing_to_press(
    visits: Visits, room: int, elsewhere: Elsewhere, address: str
) -> None:
    elsewhere.post(room, "bob", "```\n" + "a long line of code, " * 20 + "the end\n```")
    alice = visits.person("alice", color_scheme="dark")
    alice.goto(address.format(room))
    expect(alice.locator("#beat.live")).to_have_count(1)
    alice.emulate_media(media="print", color_scheme="dark")
    expect(alice.locator("li .body")).to_be_visible()
    for role in ("button", "textbox", "navigation", "searchbox"):
        expect(alice.get_by_role(role)).to_have_count(0)
    assert alice.evaluate("getComputedStyle(document.querySelector('li .body')).color") == "rgb(26, 29, 36)"
    # What a screen scrolls, paper has to break.
    assert alice.evaluate("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('li pre'))")


@pytest.mark.parametrize("javascript", [True, False])
def test_my_messages_are_downloaded(
    visits: Visits, room: int, elsewhere: Elsewhere, tmp_path: Path, javascript: bool
) -> None:
    elsewhere.post(room, "alice", "something of *mine*")
    elsewhere.post(room, "bob", "something of his")
    alice = visits.person("alice", java_script_enabled=javascript)
    alice.goto("/accounts/preferences/")
    alice.get_by_role("link", name="My messages").click()
    with alice.expect_download() as started:
        alice.get_by_role("link", name="Download my messages (JSON)").click()
    file = tmp_path / "messages.json"
    started.value.save_as(file)
    assert started.value.suggested_filename == "parley-messages.json"
    said = [each["source"] for each in json.loads(file.read_text())["messages"] if each["room"]["id"] == room]
    assert said == ["something of *mine*"]
