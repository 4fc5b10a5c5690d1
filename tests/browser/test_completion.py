"""Half a name in the composer: the server offers who it may be, and what is chosen stands in the text."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits


def suggestions(room: RoomPage) -> Locator:
    return room.page.get_by_role("group", name="Suggestions").get_by_role("button")


def slow(page: Page, pattern: str, milliseconds: int) -> None:
    def later(route: Route) -> None:
        page.wait_for_timeout(milliseconds)
        route.continue_()

    page.route(pattern, later)


def caret(page: Page) -> list[int]:
    return page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]")


def test_a_name_is_completed_and_sent(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.add(room, "carol")
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.page.keyboard.type("is it you, @bo")
    expect(suggestions(alice)).to_have_count(1)
    expect(suggestions(alice)).to_have_accessible_name("Bob @bob")
    expect(alice.page.locator(".composer [role=status]")).to_have_text("1 suggestion. Press Tab to choose it.")
    suggestions(alice).click()
    expect(alice.draft).to_have_value("is it you, @bob ")
    expect(alice.draft).to_be_focused()
    assert caret(alice.page) == [16, 16]
    expect(suggestions(alice)).to_have_count(0)
    alice.page.keyboard.type("or @")
    expect(suggestions(alice)).to_have_text(["B Bob @bob", "C Carol @carol", "@room everybody in the room"])
    alice.page.keyboard.type("nobody")
    expect(suggestions(alice)).to_have_count(0)
    alice.page.keyboard.press("Enter")
    for person in (alice, bob):
        person.expect_bodies(["is it you, @bob or @nobody"])
        expect(person.log.locator(".mention")).to_have_text(["@bob"])


@pytest.mark.parametrize("width", [390, 1280])
def test_by_keyboard_again_and_again(visits: Visits, room: int, width: int) -> None:
    alice = visits.enter("alice", room, before=lambda page: page.set_viewport_size({"width": width, "height": 780}))
    for _ in range(2):
        alice.page.keyboard.type("@bo")
        expect(suggestions(alice)).to_have_count(1)
        box = suggestions(alice).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        alice.page.keyboard.press("Tab")
        expect(suggestions(alice)).to_be_focused()
        alice.page.keyboard.press("Enter")
        expect(alice.draft).to_have_value("@bob ")
        expect(alice.draft).to_be_focused()
        # Once more to the same text, which a browser must not take for nothing new.
        alice.page.keyboard.press("Control+a")
        alice.page.keyboard.press("Delete")
    alice.page.keyboard.type("done")
    alice.page.keyboard.press("Enter")
    alice.expect_bodies(["done"])


def test_in_a_longer_text(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    alice.page.get_by_role("button", name="Write longer").click()
    area = alice.page.locator("textarea.draft")
    expect(area).to_be_focused()
    for text in ("one\nfor @bo", "one\nfor @bob and :tad"):
        area.fill(text[:-1])
        alice.page.keyboard.type(text[-1])
        expect(suggestions(alice).first).to_be_visible()
        suggestions(alice).first.click()
        expect(area).to_be_focused()
        assert caret(alice.page)[0] == len(area.input_value().encode("utf-16-le")) // 2
    expect(area).to_have_value("one\nfor @bob and 🎉 ")
    alice.page.keyboard.type("yes")
    alice.send_button.click()
    # A line break between them.
    expect(alice.bodies).to_have_text(["onefor @bob and 🎉 yes"])


def test_what_is_typed_meanwhile_stays_on_a_slow_line(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    slow(alice.page, "**/draft/", 700)
    slow(alice.page, "**/complete/", 1_000)
    alice.page.keyboard.type("ask @bo")
    alice.page.wait_for_timeout(900)
    # The answer is about less than stands there by then.
    alice.page.keyboard.type(" and the others")
    expect(suggestions(alice)).to_have_count(1)
    with alice.page.expect_response("**/complete/"):
        suggestions(alice).click()
    expect(alice.draft).to_have_value("ask @bob and the others")
    expect(alice.draft).to_be_focused()
    alice.page.keyboard.type(", @bo")
    expect(suggestions(alice)).to_have_count(1)
    with alice.page.expect_response("**/complete/"):
        suggestions(alice).click()
        # Somebody who doesn't wait for it.
        alice.draft.click()
        alice.page.keyboard.press("End")
        alice.page.keyboard.type("bby")
    alice.page.wait_for_timeout(300)
    expect(alice.draft).to_have_value("ask @bob and the others, @bobby")
    expect(alice.draft).to_be_focused()
    alice.page.keyboard.press("Enter")
    alice.expect_bodies(["ask @bob and the others, @bobby"])


def test_without_javascript_one_just_types(visits: Visits, room: int) -> None:
    page = visits.person("alice", java_script_enabled=False)
    page.goto(f"/rooms/{room}/")
    expect(page.locator(".completions")).to_be_hidden()
    page.get_by_role("textbox", name="Message").fill("@bob hello")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("li .body")).to_have_text(["@bob hello"])
