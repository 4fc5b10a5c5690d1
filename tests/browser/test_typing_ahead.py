"""What is typed after Send, and before the answer, belongs to the next message and is never lost."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browser import REFUSED, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits

# A very fast typist's milliseconds from key to key. The next composer takes the focus 10 to 20 ms after Enter.
KEY = 60


def delay(page: Page, pattern: str, milliseconds: int) -> None:
    """Let every request that matches ``pattern`` wait before it goes to the server."""

    def later(route: Route) -> None:
        page.wait_for_timeout(milliseconds)
        route.continue_()

    page.route(pattern, later)


def wait_for_answers(alice: RoomPage) -> None:
    expect(alice.page.locator("form.htmx-request")).to_have_count(0, timeout=10_000)


@pytest.mark.parametrize("milliseconds", [300, 1_500])
def test_typing_on_while_the_answer_is_delayed(
    visits: Visits, room: int, elsewhere: Elsewhere, milliseconds: int
) -> None:
    alice = visits.enter("alice", room)
    delay(alice.page, "**/messages/", milliseconds)
    keys = alice.page.keyboard
    keys.type("the first one")
    keys.press("Enter")
    alice.page.wait_for_timeout(KEY)
    keys.type("the second one", delay=KEY)
    alice.expect_bodies(["the first one"])
    wait_for_answers(alice)
    expect(alice.draft).to_have_count(1)
    expect(alice.draft).to_have_value("the second one")
    expect(alice.draft).to_be_focused()
    keys.press("Enter")
    alice.expect_bodies(["the first one", "the second one"])
    assert elsewhere.bodies(room) == ["the first one", "the second one"]


def test_typing_on_faster_than_anybody_can_loses_no_letter(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    delay(alice.page, "**/messages/", 500)
    keys = alice.page.keyboard
    keys.type("first")
    keys.press("Enter")
    keys.type("0123456789abcdefghij")
    alice.expect_bodies(["first"])
    wait_for_answers(alice)
    kept = "".join(field.input_value() for field in alice.page.locator(".draft:visible").all())
    assert kept.removeprefix("first") == "0123456789abcdefghij"
    assert elsewhere.bodies(room) == ["first"]


def test_two_messages_sent_before_the_first_answer_arrive_in_their_order(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    alice = visits.enter("alice", room)
    # The next composer is fetched ahead by the one in use; let that be done before the line gets slow.
    delay(alice.page, "**/messages/", 700)
    keys = alice.page.keyboard
    sent = ["one", "two", "three"]
    for text in sent:
        keys.type(text)
        keys.press("Enter")
        expect(alice.page.locator(".composer").last.locator(".draft")).to_be_focused()
        expect(alice.page.locator(".composer").last.locator(".draft")).to_have_value("")
        alice.page.wait_for_timeout(KEY)
    keys.type("four, not sent")
    expect(alice.bodies).to_have_count(3)
    wait_for_answers(alice)
    assert sorted(elsewhere.bodies(room)) == sorted(sent)
    expect(alice.draft).to_have_count(1)
    expect(alice.draft).to_have_value("four, not sent")
    expect(alice.draft).to_be_focused()


@pytest.mark.parametrize("milliseconds", [300, 1_500])
def test_typing_on_while_everything_is_delayed_loses_nothing(
    visits: Visits, room: int, elsewhere: Elsewhere, milliseconds: int
) -> None:
    # Even the next composer comes late: what is typed goes on in the sent one, and must be kept.
    alice = visits.enter("alice", room, before=lambda page: delay(page, "**/rooms/*/**/", milliseconds))
    keys = alice.page.keyboard
    keys.type("the first one")
    keys.press("Enter")
    keys.type(" and more", delay=20)
    expect(alice.bodies).to_have_count(1, timeout=10_000)
    wait_for_answers(alice)
    expect(alice.page.locator(".composer:not(.sent)")).to_have_count(1)
    assert elsewhere.bodies(room) == ["the first one"]
    kept = [field.input_value() for field in alice.page.locator(".draft:visible").all()]
    assert " and more" in "".join(kept), kept


def test_typing_on_while_a_message_is_refused_keeps_both(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(REFUSED)
    alice = visits.enter("alice", room)
    delay(alice.page, "**/messages/", 500)
    too_long = "x" * 4_001
    keys = alice.page.keyboard
    alice.draft.fill(too_long)
    keys.press("Enter")
    alice.page.wait_for_timeout(KEY)
    keys.type("meanwhile")
    expect(alice.error).to_contain_text("The most is 4000.")
    expect(alice.draft).to_have_count(2)
    expect(alice.draft.first).to_have_value(too_long)
    expect(alice.draft.last).to_have_value("meanwhile")
    # Nobody takes the keys away from who is typing.
    expect(alice.draft.last).to_be_focused()
    keys.press("Enter")
    alice.expect_bodies(["meanwhile"])
    alice.draft.first.fill("shorter")
    alice.draft.first.press("Enter")
    alice.expect_bodies(["meanwhile", "shorter"])
    assert elsewhere.bodies(room) == ["meanwhile", "shorter"]


def test_a_second_send_before_the_next_composer_has_come_is_sent_too(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    # The next composer is as slow as everything else, so the one in use is all there is.
    alice = visits.enter("alice", room, before=lambda page: delay(page, "**/composer/**", 1_500))
    delay(alice.page, "**/messages/", 500)
    for text in ("one", "two", "three"):
        alice.draft.fill(text)
        alice.draft.press("Enter")
    alice.expect_bodies(["one", "two", "three"])
    wait_for_answers(alice)
    expect(alice.draft).to_have_count(1)
    expect(alice.draft).to_have_value("")
    assert elsewhere.bodies(room) == ["one", "two", "three"]
