from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.support.browser import REFUSED, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.server import ParleyServer


def expect_beside_the_composer(alice: RoomPage, error: str, draft: str) -> None:
    """Expect the error where it was typed, and the draft and the focus where they were."""
    expect(alice.error).to_contain_text(error)
    expect(alice.draft).to_have_count(1)
    expect(alice.draft).to_have_value(draft)
    expect(alice.draft).to_be_focused()
    expect(alice.draft).to_have_attribute("aria-invalid", "true")
    expect(alice.draft).to_have_accessible_description(alice.error.inner_text())


def test_the_composer_has_the_focus_when_the_room_opens(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    expect(alice.draft).to_be_focused()


def test_enter_sends_clears_and_keeps_the_focus(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    for number in range(3):
        alice.page.keyboard.type(f"message {number}")
        alice.page.keyboard.press("Enter")
        expect(alice.draft).to_have_value("")
        expect(alice.draft).to_be_focused()
    alice.expect_bodies(["message 0", "message 1", "message 2"])
    expect(alice.draft).to_have_count(1)
    assert elsewhere.bodies(room) == ["message 0", "message 1", "message 2"]


def test_the_button_sends_too(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    alice.draft.fill("by hand")
    alice.send_button.click()
    alice.expect_bodies(["by hand"])
    expect(alice.draft).to_have_value("")


@pytest.mark.parametrize("text", ["", "   \t "])
def test_nothing_to_say_is_refused_beside_the_composer(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints, text: str
) -> None:
    complaints.allow(REFUSED)
    alice = visits.enter("alice", room)
    alice.send(text)
    # A single line turns a tab that is filled in into nothing else: what was typed stays as it was.
    expect_beside_the_composer(alice, "Write something first.", text)
    alice.send("something")
    alice.expect_bodies(["something"])
    expect(alice.error).to_have_count(0)
    assert elsewhere.bodies(room) == ["something"]


def test_a_too_long_message_is_refused_and_kept(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(REFUSED)
    alice = visits.enter("alice", room)
    text = "abcdefghi " * 400 + "x"
    assert len(text) == 4_001
    alice.send(text)
    expect_beside_the_composer(alice, "This message has 4001 characters. The most is 4000.", text)
    alice.draft.press("End")
    alice.draft.press("Backspace")
    alice.draft.press("Backspace")
    alice.draft.press("Enter")
    alice.expect_bodies([text[:3_999]])
    expect(alice.draft).to_have_value("")
    assert elsewhere.bodies(room) == [text[:3_999]]


def test_a_too_fast_message_is_refused_kept_and_can_be_sent_a_moment_later(
    visits: Visits, own_parley: Callable[..., ParleyServer], complaints: Complaints
) -> None:
    complaints.allow(REFUSED)
    server = own_parley(MESSAGE_BURST="1", MESSAGE_RATE="1")
    alice = visits.enter("alice", 1, server)
    before = alice.bodies.all_inner_texts()
    alice.send("first")
    alice.expect_bodies([*before, "first"])
    alice.send("second")
    expect_beside_the_composer(alice, "That was too fast.", "second")
    alice.page.wait_for_timeout(1_100)
    alice.draft.press("Enter")
    alice.expect_bodies([*before, "first", "second"])
    expect(alice.draft).to_have_value("")


def test_a_second_enter_and_a_double_click_store_one_message(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    # The second may find the next composer there already, which has nothing to say and says so.
    complaints.allow(REFUSED)
    alice = visits.enter("alice", room)
    alice.draft.fill("by keys")
    alice.page.keyboard.press("Enter")
    alice.page.keyboard.press("Enter")
    expect(alice.bodies).to_have_text(["by keys"])
    alice.page.reload()
    alice.expect_live()
    alice.draft.fill("by mouse")
    alice.send_button.dblclick()
    alice.expect_bodies(["by keys", "by mouse"])
    expect(alice.page.locator("form.htmx-request")).to_have_count(0)
    assert elsewhere.bodies(room) == ["by keys", "by mouse"]


def test_write_longer_keeps_what_was_typed_and_sends_lines(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    alice.draft.fill("a thought")
    alice.page.get_by_role("button", name="Write longer").click()
    area = alice.page.locator("textarea.draft")
    expect(area).to_have_value("a thought")
    expect(area).to_be_focused()
    area.press("Control+End")
    alice.page.keyboard.press("Enter")
    alice.page.keyboard.type("and another")
    alice.send_button.click()
    expect(alice.bodies).to_have_count(1)
    assert elsewhere.bodies(room) == ["a thought\nand another"]
    expect(alice.draft).to_have_count(1)
    expect(alice.draft).to_have_value("")
    expect(alice.draft).to_be_focused()


def test_a_long_message_that_is_refused_stays_in_its_text_area(
    visits: Visits, room: int, complaints: Complaints
) -> None:
    complaints.allow(REFUSED)
    alice = visits.enter("alice", room)
    alice.page.get_by_role("button", name="Write longer").click()
    text = "line\n" * 800 + "line"
    alice.page.locator("textarea.draft").fill(text)
    alice.send_button.click()
    expect_beside_the_composer(alice, "The most is 4000.", text)
    expect(alice.page.locator("textarea.draft")).to_have_count(1)
