"""What people do with messages in real browsers: the menu, editing in place, deleting."""

from collections.abc import Callable

from playwright.sync_api import Locator, Route, expect

from tests.support.browser import FORBIDDEN, REFUSED, SERVER_AWAY, Complaints
from tests.support.dom import differences
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.server import ParleyServer


def open_menu(room: RoomPage, body: str) -> Locator:
    message = room.message(body)
    message.hover()
    message.get_by_role("button", name="Message actions").click()
    menu = room.page.get_by_role("dialog", name="Message actions")
    expect(menu.get_by_role("link", name="Source")).to_be_visible()
    return menu


def open_editor(room: RoomPage, body: str) -> Locator:
    open_menu(room, body).get_by_role("link", name="Edit", exact=True).click()
    editor = room.log.get_by_role("textbox", name="Message")
    expect(editor).to_be_focused()
    expect(room.page.locator("#message-menu")).to_be_hidden()
    return editor


def expect_the_same_as_a_reload(*pages: RoomPage) -> None:
    for page in pages:
        found = ["never compared"]
        for _ in range(40):
            found = differences(page.live_state(), page.fresh_state())
            if not found:
                break
            page.page.wait_for_timeout(250)
        assert found == []


def test_an_edit_in_place_shows_for_both(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.send("helo **bob**")
    bob.expect_bodies(["helo bob"])
    editor = open_editor(alice, "helo bob")
    expect(editor).to_have_value("helo **bob**")
    editor.fill("hello **bob**")
    alice.log.get_by_role("button", name="Save").click()
    for page in (alice, bob):
        page.expect_bodies(["hello bob"])
        expect(page.bodies.locator("strong")).to_have_text(["bob"])
        expect(page.log.locator(".edited")).to_have_text(["edited"])
    expect_the_same_as_a_reload(alice, bob)
    assert elsewhere.bodies(room) == ["hello **bob**"]


def test_nothing_that_happens_meanwhile_disturbs_an_open_editor(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    first, second = elsewhere.post(room, "alice", "mine"), elsewhere.post(room, "bob", "his")
    alice = visits.enter("alice", room)
    editor = open_editor(alice, "mine")
    editor.press("End")
    editor.press_sequentially(" and half")
    elsewhere.edit(room, first, "changed by an admin")
    elsewhere.edit(room, second, "his, edited")
    elsewhere.post(room, "bob", "new")
    expect(alice.message("his, edited")).to_have_count(1)
    expect(alice.message("new")).to_have_count(1)
    expect(editor).to_have_value("mine and half")
    expect(editor).to_be_focused()
    editor.press_sequentially(" more")
    alice.log.get_by_role("link", name="Cancel").click()
    alice.expect_bodies(["changed by an admin", "his, edited", "new"])
    expect_the_same_as_a_reload(alice)


def test_a_page_far_behind_keeps_its_editor_and_catches_up_afterwards(
    visits: Visits, own_parley: Callable[..., ParleyServer], complaints: Complaints
) -> None:
    complaints.allow(SERVER_AWAY)
    server = own_parley()
    elsewhere = Elsewhere(server)
    room = elsewhere.make_room("Tea", ["alice", "bob"])
    elsewhere.post(room, "alice", "mine")
    alice = visits.enter("alice", room, server)
    editor = open_editor(alice, "mine")
    editor.fill("half a thought")
    server.kill()
    for number in range(210):
        elsewhere.post(room, "bob", f"meanwhile {number}")
    server.start()
    expect(alice.page.locator("#missed")).to_contain_text("You were away", timeout=20_000)
    expect(editor).to_have_value("half a thought")
    alice.log.get_by_role("link", name="Cancel").click()
    expect(alice.messages.last).to_contain_text("meanwhile 209")
    expect_the_same_as_a_reload(alice)
    elsewhere.close()


def test_a_deletion_is_asked_about_and_leaves_a_tombstone(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "alice", "too much")
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    menu = open_menu(alice, "too much")
    menu.get_by_role("link", name="Delete").click()
    expect(menu).to_contain_text("Delete this message?")
    menu.get_by_role("button", name="Cancel").click()
    expect(alice.page.locator("#message-menu")).to_be_hidden()
    menu = open_menu(alice, "too much")
    menu.get_by_role("link", name="Delete").click()
    menu.get_by_role("button", name="Delete").click()
    for page in (alice, bob):
        expect(page.log).to_contain_text("This message was deleted.")
        expect(page.bodies).to_have_count(0)
    expect(alice.page.locator("#message-menu")).to_be_hidden()
    expect_the_same_as_a_reload(alice, bob)


def test_an_open_menu_stays_while_its_message_changes(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    position = elsewhere.post(room, "alice", "one")
    alice = visits.enter("alice", room)
    menu = open_menu(alice, "one")
    elsewhere.edit(room, position, "two")
    elsewhere.post(room, "bob", "three")
    alice.expect_bodies(["two", "three"])
    expect(menu.get_by_role("link", name="Edit", exact=True)).to_be_visible()


def test_a_refusal_is_said_where_the_person_is_looking(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(f"{FORBIDDEN}|{REFUSED}")
    first, second = elsewhere.post(room, "alice", "one"), elsewhere.post(room, "alice", "two")
    alice = visits.enter("alice", room)
    menu = open_menu(alice, "one")
    elsewhere.delete(room, first)
    expect(alice.log).to_contain_text("This message was deleted.")
    menu.get_by_role("link", name="Edit", exact=True).click()
    expect(menu.get_by_role("alert")).to_have_text("This message was deleted.")
    menu.get_by_role("button", name="Close").click()
    editor = open_editor(alice, "two")
    error = alice.log.locator(".editor .error")
    editor.fill(" ")
    alice.log.get_by_role("button", name="Save").click()
    expect(error).to_have_text("Write something first.")
    elsewhere.delete(room, second)
    editor.fill("two and three quarters")
    alice.log.get_by_role("button", name="Save").click()
    expect(error).to_have_text("This message was deleted.")
    expect(editor).to_have_value("two and three quarters")
    alice.log.get_by_role("link", name="Cancel").click()
    expect(alice.bodies).to_have_count(0)
    expect_the_same_as_a_reload(alice)


def test_somebody_removed_is_told_so_in_the_editor(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(FORBIDDEN)
    elsewhere.post(room, "bob", "mine")
    bob = visits.enter("bob", room)
    editor = open_editor(bob, "mine")
    elsewhere.remove(room, "bob")
    expect(bob.page.locator("#refusal")).to_contain_text("no longer a member")
    editor.fill("still here?")
    bob.log.get_by_role("button", name="Save").click()
    expect(bob.log.locator(".editor .error")).to_have_text("You are no longer a member of this room.")
    expect(editor).to_have_value("still here?")


def test_without_an_answer_the_menu_shows_no_other_message(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(SERVER_AWAY)
    elsewhere.post(room, "alice", "mine")
    elsewhere.post(room, "bob", "his")
    alice = visits.enter("alice", room)
    menu = open_menu(alice, "mine")
    alice.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    alice.page.context.set_offline(True)
    message = alice.message("his")
    message.hover()
    message.get_by_role("button", name="Message actions").click()
    expect(menu).to_contain_text("The server doesn't answer.")
    expect(menu.get_by_role("link")).to_have_count(0)
    alice.page.context.set_offline(False)


def test_what_the_menu_said_of_another_message_is_gone_before_it_opens(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    elsewhere.post(room, "alice", "mine")
    elsewhere.post(room, "bob", "his")
    alice = visits.enter("alice", room)
    menu = open_menu(alice, "mine")
    menu.get_by_role("link", name="Delete").click()
    expect(menu.get_by_role("heading", name="Delete this message?")).to_be_focused()
    alice.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    # A slow line: the answer comes when the test says so.
    answers: list[Route] = []
    alice.page.route("**/actions/", lambda route: answers.append(route))
    button = alice.message("his").get_by_role("button", name="Message actions")
    button.focus()
    alice.page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(button).to_be_focused()
    expect(menu.locator("*:visible")).to_have_count(0)
    alice.page.keyboard.press("Tab")
    expect(menu.locator(":focus")).to_have_count(0)
    answers[0].continue_()
    expect(menu.get_by_role("heading", name="Bob")).to_be_visible()
    alice.page.unroute_all()


def test_everything_is_reached_by_keyboard(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "alice", "hello")
    alice = visits.enter("alice", room)
    button = alice.message("hello").get_by_role("button", name="Message actions")
    button.focus()
    alice.page.keyboard.press("Enter")
    menu = alice.page.get_by_role("dialog", name="Message actions")
    expect(menu.get_by_role("link", name="Edit", exact=True)).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    alice.page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Edit", exact=True)).to_be_visible()
    alice.page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Reply", exact=True)).to_be_focused()
    alice.page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Edit", exact=True)).to_be_focused()
    alice.page.keyboard.press("Enter")
    editor = alice.log.get_by_role("textbox", name="Message")
    expect(editor).to_be_focused()
    editor.fill("good-bye")
    alice.page.keyboard.press("Tab")
    alice.page.keyboard.press("Enter")
    alice.expect_bodies(["good-bye"])


def test_on_a_phone_the_menu_is_a_sheet_at_the_bottom(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "bob", "hello")
    alice = visits.enter("alice", room)
    alice.page.set_viewport_size({"width": 390, "height": 800})
    box = open_menu(alice, "hello").bounding_box()
    assert box
    assert (round(box["x"]), round(box["width"]), round(box["y"] + box["height"])) == (0, 390, 800)
