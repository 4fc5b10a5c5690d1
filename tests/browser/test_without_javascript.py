import quopri
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import FORBIDDEN, REFUSED, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits, sign_in
from tests.support.seed import MESSAGES
from tests.support.server import ParleyServer


@pytest.fixture
def alice(visits: Visits) -> Page:
    return visits.person("alice", java_script_enabled=False)


def bodies(page: Page) -> list[str]:
    return page.locator("li.message .body").all_inner_texts()


def send(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def test_signing_up_signing_out_and_in_again(visits: Visits, own_parley: Callable[..., ParleyServer]) -> None:
    server = own_parley()
    page = visits.stranger(server, java_script_enabled=False)
    page.goto("/accounts/signup/")
    for field, text in {
        "username": "dora",
        "email": "dora@example.org",
        "password1": "a quite long one",
        "password2": "a quite long one",
    }.items():
        page.locator(f"[name={field}]").fill(text)
    page.locator("form:has([name=password1]) [type=submit]").click()
    expect(page).to_have_url("/")
    expect(page.get_by_role("navigation", name="Account")).to_contain_text("dora")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url("/accounts/login/")
    sign_in(page, server, "dora@example.org", "a quite long one")
    expect(page.get_by_role("navigation", name="Account")).to_contain_text("dora")


def test_a_forgotten_password_is_reset_by_mail(visits: Visits, own_parley: Callable[..., ParleyServer]) -> None:
    server = own_parley()
    page = visits.stranger(server, java_script_enabled=False)
    page.goto("/accounts/password/reset/")
    page.locator("[name=email]").fill("bob@example.org")
    page.locator("form:has([name=email]) [type=submit]").click()
    expect(page).to_have_url("/accounts/password/reset/done/")
    mail = quopri.decodestring(server.log.read_bytes()).decode()
    link = re.search(rf"{re.escape(server.url)}/accounts/password/reset/key/\S+", mail)
    assert link, server.log_tail()
    page.goto(link.group())
    for field in ("password1", "password2"):
        page.locator(f"[name={field}]").fill("another long one")
    # The other button, Cancel, belongs to another form.
    page.locator("form:has([name=password1]) [type=submit]").first.click()
    expect(page).to_have_url("/accounts/password/reset/key/done/")
    sign_in(page, server, "bob", "another long one")


def test_rooms_are_made_found_joined_and_left(visits: Visits, alice: Page, complaints: Complaints) -> None:
    complaints.allow(FORBIDDEN)
    alice.goto("/")
    rooms = alice.get_by_role("navigation", name="Rooms")
    expect(rooms.get_by_role("link", name="General")).to_be_visible()
    alice.get_by_role("link", name="New room").click()
    alice.get_by_label("Name").fill("Paper room")
    alice.get_by_role("button", name="Create room").click()
    expect(alice.get_by_role("heading", name="Paper room")).to_be_visible()
    address = alice.url
    bob = visits.person("bob", java_script_enabled=False)
    assert bob.goto(address).status == 403  # type: ignore[union-attr]
    expect(bob.get_by_text("You are not a member of this room.")).to_be_visible()
    bob.goto("/")
    bob.get_by_role("button", name="Join Paper room").click()
    expect(bob).to_have_url(address)
    bob.get_by_role("button", name="Leave this room").click()
    expect(bob).to_have_url("/")
    expect(bob.get_by_role("button", name="Join Paper room")).to_be_visible()


def test_a_room_name_that_is_taken_is_refused_where_it_was_typed(alice: Page, complaints: Complaints) -> None:
    complaints.allow(REFUSED)
    alice.goto("/rooms/new/")
    alice.get_by_label("Name").fill("general")
    alice.get_by_role("button", name="Create room").click()
    expect(alice.get_by_text("There is already a room with this name.")).to_be_visible()
    expect(alice.get_by_label("Name")).to_have_value("general")


def test_a_message_is_posted_and_shown(alice: Page, room: int, elsewhere: Elsewhere) -> None:
    alice.goto(f"/rooms/{room}/")
    send(alice, "on paper")
    expect(alice).to_have_url(re.compile(rf"/rooms/{room}/#m\d+$"))
    assert bodies(alice) == ["on paper"]
    expect(alice.get_by_role("textbox", name="Message")).to_have_value("")
    assert elsewhere.bodies(room) == ["on paper"]


def test_a_form_that_is_sent_twice_stores_one_message(alice: Page, room: int, elsewhere: Elsewhere) -> None:
    alice.goto(f"/rooms/{room}/")
    form: dict[str, str | float | bool] = {
        field: alice.locator(f"[id^=form-] [name={field}]").input_value() for field in ("composer", "nonce")
    }
    send(alice, "twice")
    token = alice.locator("[id^=form-] [name=csrfmiddlewaretoken]").input_value()
    again: dict[str, str | float | bool] = form | {"body": "twice", "csrfmiddlewaretoken": token}
    answer = alice.context.request.post(f"/rooms/{room}/messages/", form=again)
    assert answer.ok
    assert elsewhere.bodies(room) == ["twice"]


def test_a_refused_message_keeps_its_draft_beside_its_error(alice: Page, room: int, complaints: Complaints) -> None:
    complaints.allow(REFUSED)
    alice.goto(f"/rooms/{room}/")
    text = "y" * 4_001
    send(alice, text)
    expect(alice.get_by_text("This message has 4001 characters.")).to_be_visible()
    expect(alice.get_by_role("textbox", name="Message")).to_have_value(text)
    send(alice, text[:4_000])
    assert bodies(alice) == [text[:4_000]]


def test_write_longer_keeps_what_was_typed(alice: Page, room: int, elsewhere: Elsewhere) -> None:
    alice.goto(f"/rooms/{room}/")
    alice.get_by_role("textbox", name="Message").fill("one line")
    alice.get_by_role("button", name="Write longer").click()
    area = alice.locator("textarea.draft")
    expect(area).to_have_value("one line")
    area.fill("one line\nand two")
    alice.get_by_role("button", name="Send", exact=True).click()
    assert elsewhere.bodies(room) == ["one line\nand two"]


def test_the_whole_room_is_read_back_by_links(alice: Page, general: int) -> None:
    alice.goto(f"/rooms/{general}/")
    read: list[str] = []
    for _ in range(5):
        read = bodies(alice) + read
        older = alice.get_by_role("link", name="Earlier messages")
        if not older.count():
            break
        older.click()
    assert read == [f"message {number}" for number in range(1, MESSAGES + 1)]
    expect(alice.get_by_text("This is the beginning of the room.")).to_be_visible()
    alice.get_by_role("link", name="Later messages").click()
    assert bodies(alice)[0] == "message 31"
    alice.get_by_role("link", name="Jump to newest").click()
    assert bodies(alice)[-1] == f"message {MESSAGES}"


def test_a_permanent_link_opens_its_message(alice: Page, general: int) -> None:
    alice.goto(f"/rooms/{general}/")
    alice.locator("li.message .permalink").first.click()
    expect(alice.locator("li.chosen .body")).to_have_text(["message 81"])
    expect(alice.locator("li.chosen")).to_be_in_viewport()
    assert "message 80" in bodies(alice)
    assert "message 82" in bodies(alice)
