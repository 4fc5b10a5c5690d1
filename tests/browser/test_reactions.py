"""Reactions in real browsers: the picker, the buttons under a message, and who sees what of them."""

from playwright.sync_api import Locator, expect

from tests.support.browser import FORBIDDEN, SERVER_AWAY, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits

from .test_message_actions import expect_the_same_as_a_reload, open_menu


def open_picker(room: RoomPage, body: str) -> Locator:
    menu = open_menu(room, body)
    menu.get_by_role("link", name="React").click()
    expect(menu.get_by_role("button", name="thumbs up")).to_be_visible()
    return menu


def reactions(room: RoomPage) -> Locator:
    return room.log.locator(".reaction")


def test_a_reaction_is_chosen_and_shows_for_both(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "alice", "tea?")
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    menu = open_picker(bob, "tea?")
    menu.get_by_role("button", name="thumbs up").click()
    expect(bob.page.locator("#message-menu")).to_be_hidden()
    for page in (alice, bob):
        expect(reactions(page)).to_have_text(["👍 1"])
        expect(reactions(page).first).to_have_attribute("title", "Bob")
    # The same button, mine for Bob only.
    colours = [reactions(page).first.evaluate("button => getComputedStyle(button).color") for page in (alice, bob)]
    assert colours[0] != colours[1]
    reactions(alice).first.click()
    for page in (alice, bob):
        expect(reactions(page)).to_have_text(["👍 2"])
        expect(reactions(page).first).to_have_attribute("title", "Bob and Alice")
    expect(reactions(alice).first).to_be_focused()
    reactions(bob).first.click()
    reactions(alice).first.click()
    for page in (alice, bob):
        expect(reactions(page)).to_have_count(0)
    expect_the_same_as_a_reload(alice, bob)


def test_emoji_are_found_while_typing(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "alice", "tea?")
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    menu = open_picker(alice, "tea?")
    field = menu.get_by_role("searchbox", name="Search emoji")
    field.press_sequentially("teac")
    expect(menu.get_by_role("button", name="teacup without handle")).to_be_visible()
    expect(menu.get_by_role("button", name="thumbs up")).to_have_count(0)
    field.press("Enter")
    expect(field).to_be_focused()
    assert alice.page.url.endswith(f"/rooms/{room}/")
    field.fill("nothing of that kind")
    expect(menu).to_contain_text("No emoji is called “nothing of that kind”.")
    field.fill("teacup")
    menu.get_by_role("button", name="teacup without handle").click()
    expect(reactions(bob)).to_have_text(["🍵 1"])
    menu = open_picker(alice, "tea?")
    expect(menu.get_by_label("Who has reacted")).to_have_text("🍵 Alice")


def test_reactions_are_chosen_by_keyboard_and_the_focus_returns(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    elsewhere.post(room, "alice", "tea?")
    alice = visits.enter("alice", room)
    menu = open_picker(alice, "tea?")
    expect(menu.get_by_role("heading", name="React")).to_be_focused()
    alice.page.keyboard.press("Tab")
    alice.page.keyboard.press("Tab")
    expect(menu.get_by_role("button", name="thumbs up")).to_be_focused()
    alice.page.keyboard.press("Enter")
    expect(reactions(alice)).to_have_text(["👍 1"])
    expect(alice.message("tea?").get_by_role("button", name="Message actions")).to_be_focused()


def test_reactions_made_while_a_page_was_away_and_new_names_are_made_up_for(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    first, second = elsewhere.post(room, "alice", "one"), elsewhere.post(room, "alice", "two")
    alice = visits.enter("alice", room)
    alice.page.context.set_offline(True)
    elsewhere.react(room, first, "bob", "👍")
    elsewhere.react(room, second, "alice", "🎉")
    elsewhere.react(room, second, "bob", "🎉")
    elsewhere.react(room, second, "alice", "🎉")
    alice.page.context.set_offline(False)
    expect(reactions(alice)).to_have_text(["👍 1", "🎉 1"], timeout=15_000)
    expect_the_same_as_a_reload(alice)


def test_what_is_refused_after_a_click_on_a_reaction_is_said(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(f"{FORBIDDEN}|{SERVER_AWAY}")
    position = elsewhere.post(room, "alice", "tea?")
    elsewhere.react(room, position, "bob", "👍")
    alice = visits.enter("alice", room)
    alice.page.route("**/react/", lambda route: route.abort())
    reactions(alice).first.click()
    note = alice.page.locator("#refusal")
    expect(note).to_have_text("The server doesn't answer. Try again in a moment.")
    alice.page.unroute_all()
    reactions(alice).first.click()
    expect(reactions(alice)).to_have_text(["👍 2"])
    expect(note).to_be_empty()
    # A click that comes after the deletion, and before this page has heard of it.
    alice.page.route("**/react/", lambda route: (elsewhere.delete(room, position), route.continue_()))
    reactions(alice).first.click()
    expect(note).to_have_text("This message was deleted.")
    alice.page.unroute_all()


def test_without_javascript_reactions_are_forms(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "alice", "tea?")
    alice = visits.person("alice", java_script_enabled=False)
    alice.goto(f"/rooms/{room}/")
    alice.get_by_role("button", name="Message actions").click()
    alice.get_by_role("link", name="React").click()
    alice.get_by_role("searchbox", name="Search emoji").fill("teacup")
    alice.get_by_role("search").filter(has=alice.get_by_label("Search emoji")).get_by_role("button").click()
    alice.get_by_role("button", name="teacup without handle").click()
    expect(alice.locator(".reaction")).to_have_text(["🍵 1"])
    alice.locator(".reaction").click()
    expect(alice.locator("li.message")).to_have_count(1)
    expect(alice.locator(".reaction")).to_have_count(0)
