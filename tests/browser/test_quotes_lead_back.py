"""A click on a quote leads to what it quotes: on the page where it is there, and to its place where it isn't."""

import re

from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits


def test_on_a_page_that_shows_the_original_nothing_is_loaded(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    first = elsewhere.post(room, "bob", "the original")
    for number in range(30):
        elsewhere.post(room, "bob", f"between {number}")
    elsewhere.post(room, "bob", "the reply", first)
    alice = visits.enter("alice", room)
    alice.draft.fill("half a thought")
    with alice.page.expect_response(lambda answer: answer.url.endswith(f"/messages/{first}/")):
        alice.log.locator(".quote-words").click()
    alice.page.wait_for_timeout(300)
    expect(alice.page).to_have_url(re.compile(rf"/rooms/{room}/#m{first}$"))
    expect(alice.page.locator(f"#m{first}")).to_be_in_viewport()
    expect(alice.draft).to_have_value("half a thought")
    expect(alice.page.locator("#refusal")).to_be_empty()


def test_from_a_page_without_it_one_comes_to_its_place_and_back(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    first = elsewhere.post(room, "bob", "the original")
    for number in range(60):
        elsewhere.post(room, "bob", f"between {number}")
    elsewhere.post(room, "bob", "the reply", first)
    alice = visits.enter("alice", room)
    alice.log.locator(".quote-words").focus()
    alice.page.keyboard.press("Enter")
    expect(alice.page).to_have_url(re.compile(rf"/rooms/{room}/messages/{first}/#m{first}$"))
    expect(alice.page.locator(f"#m{first}")).to_be_in_viewport()
    alice.page.go_back()
    expect(alice.page).to_have_url(re.compile(rf"/rooms/{room}/$"))
    alice.expect_live()


def test_from_a_thread_and_without_javascript(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    root = elsewhere.post(room, "bob", "the root")
    for number in range(60):
        elsewhere.post(room, "bob", f"between {number}")
    elsewhere.post(room, "bob", "the reply", root)
    thread = RoomPage(visits.person("alice"))
    thread.page.goto(f"/rooms/{room}/messages/{root}/thread/")
    thread.expect_live()
    thread.log.locator(".quote-words").click()
    thread.page.wait_for_timeout(300)
    expect(thread.page).to_have_url(re.compile(rf"/thread/#m{root}$"))
    plain = visits.person("alice", java_script_enabled=False)
    plain.goto(f"/rooms/{room}/")
    # Wherever one clicks on it, where the browser says that there is no scripting; beside it, where it doesn't say so.
    plain.locator(".quote").hover()
    plain.get_by_role("link", name="Open in its place").click()
    expect(plain).to_have_url(re.compile(rf"/rooms/{room}/messages/{root}/#m{root}$"))
