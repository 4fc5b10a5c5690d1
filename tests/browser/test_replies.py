"""Replying in real browsers: the composer that replies, the quote, the way to the original, the page of a thread."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.support.browser import REFUSED, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.uploads import chosen, expect_drawn, files_of

from .test_message_actions import expect_the_same_as_a_reload, open_menu
from .test_sending_twice import slow_down


def begin_reply(room: RoomPage, body: str) -> None:
    open_menu(room, body).get_by_role("link", name="Reply", exact=True).click()
    expect(room.page.locator(".replying")).to_be_visible()
    expect(room.page.locator("#message-menu")).to_be_hidden()
    expect(room.draft).to_be_focused()


def thread_of(visits: Visits, name: str, room: int, position: int) -> RoomPage:
    page = visits.person(name)
    page.goto(f"/rooms/{room}/messages/{position}/thread/")
    thread = RoomPage(page)
    thread.expect_live()
    return thread


def test_a_reply_quotes_and_links_what_it_answers(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    position = elsewhere.post(room, "alice", "shall we **go**?")
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    bob.draft.press_sequentially("yes, ")
    begin_reply(bob, "shall we go?")
    expect(bob.page.locator(".replying")).to_contain_text("Replying to Alice")
    expect(bob.page.locator(".replying")).to_contain_text("shall we go?")
    expect(bob.draft).to_have_accessible_description(re.compile("Replying to Alice"))
    expect(bob.draft).to_have_value("yes, ")
    bob.draft.press("End")
    bob.draft.press_sequentially("now")
    bob.draft.press("Enter")
    for page in (alice, bob):
        page.expect_bodies(["shall we go?", "yes, now"])
        expect(page.log.locator(".quote")).to_contain_text("Alice")
        expect(page.log.get_by_role("link", name="1 reply")).to_be_visible()
    # The next one is no reply.
    expect(bob.page.locator(".replying")).to_have_count(0)
    bob.send("and what else?")
    alice.expect_bodies(["shall we go?", "yes, now", "and what else?"])
    expect(alice.log.locator(".quote")).to_have_count(1)
    alice.log.locator(".quote-words").click()
    expect(alice.page).to_have_url(re.compile(rf"#m{position}$"))
    expect_the_same_as_a_reload(alice, bob)


def test_quotes_follow_what_happens_to_the_original(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    first = elsewhere.post(room, "alice", "one")
    reply = elsewhere.post(room, "bob", "two", first)
    elsewhere.post(room, "alice", "three", reply)
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    quotes = bob.log.locator(".quote-words")
    elsewhere.edit(room, first, "uno")
    elsewhere.edit(room, reply, "due")
    expect(quotes).to_have_text([re.compile(r"Alice\s+uno"), re.compile(r"Bob\s+due")])
    expect_the_same_as_a_reload(alice, bob)
    elsewhere.delete(room, first)
    elsewhere.delete(room, reply)
    expect(quotes).to_have_text([re.compile(r"Bob\s+This message was deleted\.")])
    expect(bob.log.get_by_role("link", name="1 reply")).to_be_visible()
    expect_the_same_as_a_reload(alice, bob)


def test_a_reply_is_called_off_and_its_text_stays(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "bob", "one")
    alice = visits.enter("alice", room)
    begin_reply(alice, "one")
    alice.draft.press_sequentially("half a thought")
    alice.page.get_by_role("link", name="Cancel the reply").click()
    expect(alice.page.locator(".replying")).to_have_count(0)
    expect(alice.draft).to_have_value("half a thought")
    expect(alice.draft).to_be_focused()
    alice.draft.press("Enter")
    alice.expect_bodies(["one", "half a thought"])
    expect(alice.log.locator(".quote")).to_have_count(0)


def test_a_reply_may_be_longer_and_to_another(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "bob", "one")
    second = elsewhere.post(room, "bob", "two")
    alice = visits.enter("alice", room)
    begin_reply(alice, "one")
    alice.page.get_by_role("button", name="Write longer").click()
    expect(alice.page.locator("textarea.draft")).to_be_focused()
    alice.draft.press_sequentially("line")
    begin_reply(alice, "two")
    expect(alice.page.locator(".replying")).to_contain_text("two")
    expect(alice.page.locator("textarea.draft")).to_have_value("line")
    alice.draft.press("Control+End")
    alice.draft.press("Enter")
    alice.draft.press_sequentially("and line")
    alice.send_button.click()
    expect(alice.bodies).to_have_count(3)
    expect(alice.log.locator(".quote")).to_have_attribute("data-of", str(second))
    assert elsewhere.bodies(room)[-1] == "line\nand line"


def test_files_that_were_chosen_go_with_the_reply(visits: Visits, room: int, elsewhere: Elsewhere, photo: Path) -> None:
    elsewhere.post(room, "bob", "one")
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    files_of(alice).set_input_files(photo)
    expect(chosen(alice)).to_be_visible()
    begin_reply(alice, "one")
    expect(chosen(alice)).to_be_visible()
    alice.send_button.click()
    expect_drawn(bob.page, 1)
    expect(bob.log.locator(".quote")).to_contain_text("one")
    expect_the_same_as_a_reload(alice, bob)


def test_a_reply_to_what_was_deleted_is_refused_and_kept(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(REFUSED)
    position = elsewhere.post(room, "bob", "one")
    alice = visits.enter("alice", room)
    begin_reply(alice, "one")
    elsewhere.delete(room, position)
    expect(alice.log).to_contain_text("This message was deleted.")
    alice.send("too late")
    expect(alice.error).to_have_text("The message that you reply to was deleted.")
    expect(alice.draft).to_have_count(1)
    expect(alice.draft).to_have_value("too late")
    alice.page.get_by_role("link", name="Cancel the reply").click()
    expect(alice.error).to_have_count(0)
    alice.draft.press("Enter")
    alice.expect_bodies(["too late"])
    expect_the_same_as_a_reload(alice)


def test_two_people_talk_in_a_thread(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    root = elsewhere.post(room, "alice", "root")
    elsewhere.post(room, "bob", "beside it")
    outside = visits.enter("alice", room)
    alice, bob = thread_of(visits, "alice", room, root), thread_of(visits, "bob", room, root)
    alice.send("first")
    bob.expect_bodies(["root", "first"])
    bob.send("second")
    begin_reply(bob, "first")
    bob.send("third")
    bob.send("fourth")
    for page in (alice, bob):
        page.expect_bodies(["root", "first", "second", "third", "fourth"])
        expect(page.log.get_by_role("link", name="4 replies")).to_be_visible()
    outside.expect_bodies(["root", "beside it", "first", "second", "third", "fourth"])
    outside.send("not in the thread")
    outside.expect_bodies(["root", "beside it", "first", "second", "third", "fourth", "not in the thread"])
    elsewhere.edit(room, root, "the root")
    alice.expect_bodies(["the root", "first", "second", "third", "fourth"])
    expect_the_same_as_a_reload(outside)
    shown = alice.log.inner_text()
    alice.page.reload()
    alice.expect_live()
    assert alice.log.inner_text() == shown
    outside.log.get_by_role("link", name="4 replies").click()
    expect(outside.page.get_by_role("heading", name="Thread")).to_be_visible()
    outside.page.get_by_role("link", name="Back to the room").click()
    expect(outside.page).to_have_url(re.compile(rf"/rooms/{room}/messages/{root}/#m{root}$"))


def test_what_is_typed_ahead_in_a_thread_stays_in_it(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    root = elsewhere.post(room, "bob", "root")
    alice = thread_of(visits, "alice", room, root)
    # What is fetched ahead comes.
    alice.page.wait_for_timeout(500)
    slow_down(alice.page, 700)
    for text in ("yes", "no", "perhaps"):
        alice.page.keyboard.type(text, delay=40)
        alice.page.keyboard.press("Enter")
        alice.page.wait_for_timeout(60)
    alice.expect_bodies(["root", "yes", "no", "perhaps"])
    expect(alice.page.locator("form.htmx-request")).to_have_count(0)
    assert elsewhere.bodies(room) == ["root", "yes", "no", "perhaps"]


def test_without_javascript_one_replies_and_reads_a_thread(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "bob", "shall we?")
    elsewhere.post(room, "bob", "or not?")
    alice = visits.person("alice", java_script_enabled=False)
    alice.goto(f"/rooms/{room}/")
    alice.locator("li.message", has_text="shall we?").hover()
    alice.locator("li.message", has_text="shall we?").get_by_role("button", name="Message actions").click()
    alice.get_by_role("link", name="Reply", exact=True).click()
    expect(alice.locator(".about")).to_contain_text("shall we?")
    alice.get_by_role("textbox", name="Message").fill("we shall")
    alice.keyboard.press("Enter")
    expect(alice).to_have_url(re.compile(rf"/rooms/{room}/#m\d+$"))
    expect(alice.locator(".quote")).to_contain_text("shall we?")
    alice.get_by_role("link", name="1 reply").click()
    expect(alice.locator("li .body")).to_have_text(["shall we?", "we shall"])
    alice.get_by_role("textbox", name="Message").fill("at once")
    alice.get_by_role("button", name="Send").click()
    expect(alice.locator("li .body")).to_have_text(["shall we?", "we shall", "at once"])
    expect(alice.get_by_role("link", name="2 replies")).to_be_visible()
