"""What is typed and not sent is there again when the room is opened, on any device; it is gone when it is sent."""

import pytest
from playwright.sync_api import Request, Route, expect

from tests.support.browser import REFUSED, SERVER_AWAY, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits

# Until a draft is kept: a moment after the last key, and the way to the server.
KEPT = 1_800


def type_and_wait(person: RoomPage, text: str) -> None:
    with person.page.expect_response(lambda answer: answer.url.endswith("/draft/")) as answer:
        person.page.keyboard.type(text)
    assert answer.value.status == 204


def test_a_draft_follows_to_another_device_and_nobody_else_sees_it(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    type_and_wait(alice, "half a sentence")
    phone = visits.enter("alice", room, before=lambda page: page.set_viewport_size({"width": 390, "height": 780}))
    expect(phone.draft).to_have_value("half a sentence")
    expect(phone.draft).to_be_focused()
    bob.page.reload()
    bob.expect_live()
    expect(bob.draft).to_have_value("")
    phone.draft.press("End")
    phone.page.keyboard.type(" and the rest")
    phone.page.keyboard.press("Enter")
    bob.expect_bodies(["half a sentence and the rest"])
    phone.page.wait_for_timeout(KEPT)
    phone.page.reload()
    phone.expect_live()
    expect(phone.draft).to_have_value("")
    # What is typed on the other device stays as it is.
    expect(alice.draft).to_have_value("half a sentence")


def test_a_restored_draft_that_is_sent_at_once_is_gone(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    type_and_wait(alice, "half a sentence")
    alice.page.reload()
    alice.expect_live()
    expect(alice.draft).to_have_value("half a sentence")
    alice.draft.press("Enter")
    alice.expect_bodies(["half a sentence"])
    expect(alice.draft).to_have_value("")
    alice.page.reload()
    alice.expect_live()
    expect(alice.draft).to_have_value("")
    assert elsewhere.bodies(room) == ["half a sentence"]


def test_a_message_sent_within_a_second_asks_nothing_of_the_server(visits: Visits, room: int) -> None:
    kept: list[Request] = []
    alice = visits.enter("alice", room)
    alice.page.on("request", lambda request: kept.append(request) if request.url.endswith("/draft/") else None)
    for text in ("one", "two", "three"):
        alice.page.keyboard.type(text)
        alice.page.keyboard.press("Enter")
        expect(alice.draft).to_have_value("")
    alice.expect_bodies(["one", "two", "three"])
    alice.page.wait_for_timeout(KEPT)
    assert kept == []


def test_what_was_sent_does_not_come_back_on_a_slow_line(visits: Visits, room: int) -> None:
    """The second in which a draft is kept ends while the message is on its way."""
    alice = visits.enter("alice", room)

    def late(route: Route) -> None:
        alice.page.wait_for_timeout(2_000)
        route.continue_()

    alice.page.route("**/messages/", late)
    alice.page.keyboard.type("the first")
    alice.page.keyboard.press("Enter")
    expect(alice.page.locator(".composer").last.locator(".draft")).to_have_value("")
    type_and_wait(alice, "the second, not sent")
    alice.expect_bodies(["the first"])
    expect(alice.page.locator("form.htmx-request")).to_have_count(0)
    alice.page.wait_for_timeout(KEPT)
    alice.page.reload()
    alice.expect_live()
    assert alice.draft.input_value() in {"the second, not sent", ""}
    assert "the first" not in alice.draft.input_value()


def test_several_lines_come_back_as_several_lines(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    type_and_wait(alice, "a thought")
    alice.page.get_by_role("button", name="Write longer").click()
    area = alice.page.locator("textarea.draft")
    expect(area).to_be_focused()
    area.press("Control+End")
    alice.page.keyboard.press("Enter")
    type_and_wait(alice, "and another")
    alice.page.reload()
    alice.expect_live()
    expect(area).to_have_value("a thought\nand another")
    alice.send_button.click()
    expect(alice.bodies).to_have_count(1)
    alice.page.reload()
    alice.expect_live()
    expect(alice.draft).to_have_value("")
    assert elsewhere.bodies(room) == ["a thought\nand another"]


def test_a_draft_written_longer_and_sent_is_gone(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    type_and_wait(alice, "a thought")
    alice.page.get_by_role("button", name="Write longer").click()
    expect(alice.page.locator("textarea.draft")).to_be_focused()
    alice.send_button.click()
    alice.expect_bodies(["a thought"])
    alice.page.reload()
    alice.expect_live()
    expect(alice.draft).to_have_value("")


def test_a_refused_message_is_kept_as_it_is_mended(visits: Visits, room: int, complaints: Complaints) -> None:
    complaints.allow(REFUSED)
    alice = visits.enter("alice", room)
    alice.send(" ")
    expect(alice.error).to_contain_text("Write something first.")
    type_and_wait(alice, "words")
    alice.page.reload()
    alice.expect_live()
    expect(alice.draft).to_have_value(" words")
    alice.draft.press("Enter")
    alice.expect_bodies(["words"])
    alice.page.reload()
    alice.expect_live()
    expect(alice.draft).to_have_value("")


def test_nothing_that_is_typed_is_touched_while_drafts_are_kept(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    typed = ""
    for part in ("some words, ", "a pause, ", "and more"):
        alice.page.keyboard.type(part, delay=20)
        typed += part
        alice.page.wait_for_timeout(1_200)
        expect(alice.draft).to_have_value(typed)
        expect(alice.draft).to_be_focused()
    alice.page.keyboard.press("Control+a")
    with alice.page.expect_response(lambda answer: answer.url.endswith("/draft/")):
        alice.page.keyboard.press("Delete")
    alice.page.reload()
    alice.expect_live()
    expect(alice.draft).to_have_value("")


def test_typing_while_the_server_does_not_answer_loses_nothing(
    visits: Visits, room: int, complaints: Complaints
) -> None:
    complaints.allow(SERVER_AWAY)
    alice = visits.enter("alice", room)
    alice.page.route("**/draft/", lambda route: route.abort())
    alice.page.keyboard.type("half a sentence")
    alice.page.wait_for_timeout(KEPT)
    expect(alice.draft).to_have_value("half a sentence")
    expect(alice.error).to_have_count(0)
    alice.page.unroute("**/draft/")
    type_and_wait(alice, " more")
    alice.page.keyboard.press("Enter")
    alice.expect_bodies(["half a sentence more"])


@pytest.mark.parametrize("width", [390, 1280])
def test_a_draft_is_taken_up_without_javascript(visits: Visits, room: int, elsewhere: Elsewhere, width: int) -> None:
    alice = visits.enter("alice", room)
    type_and_wait(alice, "half a sentence")
    page = visits.person("alice", java_script_enabled=False)
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(f"/rooms/{room}/")
    box = page.get_by_role("textbox", name="Message")
    expect(box).to_have_value("half a sentence")
    box.fill("a whole sentence")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(box).to_have_value("")
    page.reload()
    expect(box).to_have_value("")
    assert elsewhere.bodies(room) == ["a whole sentence"]
