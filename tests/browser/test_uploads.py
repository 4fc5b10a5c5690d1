"""Files beside what is said: chosen or dropped, seen by everybody at once, refused by name, gone with their message."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, Route, expect

from rooms.tests.files import PDF
from tests.support.browser import REFUSED, Complaints
from tests.support.dom import differences
from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits
from tests.support.server import ParleyServer
from tests.support.uploads import chosen, expect_drawn, files_of


def drop(page: Page, files: list[Path], on: Locator) -> None:
    """Drop files from the desktop, as the browser itself gets them."""
    box = on.bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in files], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        session.send("Input.dispatchDragEvent", {"type": kind, "data": data, **place})


def test_pictures_and_files_appear_for_both_at_once(
    visits: Visits, room: int, photo: Path, notes: Path, elsewhere: Elsewhere
) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    files_of(alice).set_input_files([photo, notes])
    expect(chosen(alice)).to_be_visible()
    alice.send("from the beach")
    for person in (alice, bob):
        person.expect_bodies(["from the beach"])
        expect_drawn(person.page, 1)
        expect(person.log.get_by_role("link", name="notes.pdf")).to_contain_text("PDF, 2.")
    assert differences(bob.live_state(), bob.fresh_state()) == []
    # The next composer has nothing chosen, and the focus.
    expect(alice.draft).to_be_focused()
    expect(chosen(alice)).to_have_count(0)
    assert files_of(alice).evaluate("input => input.files.length") == 0
    alice.send("and dry again")
    alice.expect_bodies(["from the beach", "and dry again"])
    expect_drawn(bob.page, 1)


def test_on_a_phone_too(visits: Visits, room: int, photo: Path, notes: Path) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.page.set_viewport_size({"width": 390, "height": 844})
    files_of(alice).set_input_files([photo, notes])
    chosen(alice).click()
    expect(chosen(alice)).to_have_count(0)
    files_of(alice).set_input_files([photo, notes])
    expect(chosen(alice)).to_be_in_viewport()
    alice.send("from the beach")
    expect_drawn(alice.page, 1)
    expect_drawn(bob.page, 1)
    alice.page.get_by_role("button", name="holiday.jpg").click()
    expect(alice.page.locator(".lightbox")).to_be_visible()
    assert alice.page.evaluate("document.documentElement.scrollWidth") == 390


def test_files_may_come_without_a_word(visits: Visits, room: int, photo: Path, elsewhere: Elsewhere) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    files_of(alice).set_input_files(photo)
    alice.send_button.click()
    expect_drawn(bob.page, 1)
    expect(alice.page.locator(".composer:visible")).to_have_count(1)
    assert elsewhere.bodies(room) == [""]


def test_deleting_a_message_takes_its_picture_from_open_pages(
    visits: Visits, room: int, photo: Path, elsewhere: Elsewhere
) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    files_of(alice).set_input_files(photo)
    alice.send_button.click()
    expect_drawn(bob.page, 1)
    source = bob.page.locator(".picture-open img").get_attribute("src")
    elsewhere.delete(room, int(bob.messages.first.get_attribute("data-seq") or 0))
    expect(bob.log.get_by_text("This message was deleted.")).to_be_visible()
    expect(bob.page.locator(".picture")).to_have_count(0)
    assert bob.page.context.request.get(f"{source}").status == 404
    assert differences(bob.live_state(), bob.fresh_state()) == []


def test_chosen_files_can_be_removed_again(visits: Visits, room: int, notes: Path, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    alice.draft.fill("on second thought")
    files_of(alice).set_input_files(notes)
    chosen(alice).click()
    expect(chosen(alice)).to_have_count(0)
    assert files_of(alice).evaluate("input => input.files.length") == 0
    expect(alice.draft).to_have_value("on second thought")
    alice.draft.press("Enter")
    alice.expect_bodies(["on second thought"])
    expect(alice.log.locator(".file")).to_have_count(0)


def test_what_is_dropped_on_the_file_input_is_sent(visits: Visits, room: int, photo: Path, notes: Path) -> None:
    alice = visits.enter("alice", room)
    alice.draft.fill("dropped")
    drop(alice.page, [photo, notes], files_of(alice))
    expect(chosen(alice)).to_be_visible()
    alice.send_button.click()
    alice.expect_bodies(["dropped"])
    expect(alice.log.get_by_role("link", name="notes.pdf")).to_be_visible()
    expect_drawn(alice.page, 1)


def test_a_refused_file_is_named_and_the_text_and_the_choice_stay(
    visits: Visits, own_parley: Callable[..., ParleyServer], complaints: Complaints, notes: Path, photo: Path
) -> None:
    complaints.allow(REFUSED)
    server = own_parley(UPLOAD_MAX_BYTES="1000")
    alice = visits.enter("alice", 1, server)
    before = alice.bodies.count()
    files_of(alice).set_input_files(notes)
    alice.send("read this")
    expect(alice.error).to_contain_text("“notes.pdf” is too large: it has 2.")
    expect(alice.draft).to_have_count(1)
    expect(alice.draft).to_have_value("read this")
    expect(alice.draft).to_be_focused()
    assert files_of(alice).evaluate("input => input.files.length") == 1
    chosen(alice).click()
    expect(chosen(alice)).to_have_count(0)
    alice.send_button.click()
    expect(alice.bodies).to_have_count(before + 1)
    expect(alice.error).to_have_count(0)


def test_writing_longer_keeps_the_chosen_files(visits: Visits, room: int, notes: Path) -> None:
    alice = visits.enter("alice", room)
    alice.draft.fill("a thought")
    files_of(alice).set_input_files(notes)
    alice.page.get_by_role("button", name="Write longer").click()
    expect(alice.page.locator("textarea.draft")).to_have_value("a thought")
    assert files_of(alice).evaluate("input => input.files.length") == 1
    alice.send_button.click()
    alice.expect_bodies(["a thought"])
    expect(alice.log.get_by_role("link", name="notes.pdf")).to_be_visible()


def test_a_slow_upload_shows_that_it_goes_on_and_leaves_the_composer_free(
    visits: Visits, room: int, notes: Path
) -> None:
    alice = visits.enter("alice", room)

    def later(route: Route) -> None:
        alice.page.wait_for_timeout(3_000)
        route.continue_()

    alice.page.route("**/messages/", later, times=1)
    files_of(alice).set_input_files(notes)
    expect(chosen(alice)).to_be_visible()
    alice.send("big one")
    alice.page.keyboard.type("meanwhile")
    expect(alice.page.get_by_role("progressbar", name="Files are being sent")).to_be_visible()
    alice.expect_bodies(["big one"])
    expect(alice.page.get_by_role("progressbar")).to_have_count(0)
    expect(alice.draft).to_have_value("meanwhile")
    expect(alice.draft).to_be_focused()


def test_without_javascript_files_are_sent_refused_and_downloaded(
    visits: Visits, room: int, photo: Path, notes: Path, complaints: Complaints
) -> None:
    complaints.allow(REFUSED)
    page = visits.person("alice", java_script_enabled=False)
    page.goto(f"/rooms/{room}/")
    page.get_by_label("Attach files").set_input_files([photo, notes])
    page.get_by_role("textbox", name="Message").fill("by hand")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".message .body")).to_have_text(["by hand"])
    expect(page.locator(".picture-open img")).to_have_js_property("complete", True)
    with page.expect_download() as download:
        page.get_by_role("link", name="notes.pdf").click()
    assert download.value.suggested_filename == "notes.pdf"
    assert Path(download.value.path()).read_bytes() == PDF * 100
    page.get_by_label("Attach files").set_input_files([photo] * 11)
    page.get_by_role("textbox", name="Message").fill("too much")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="These are 11 files.")).to_contain_text("Choose the files again.")
    expect(page.get_by_role("textbox", name="Message")).to_have_value("too much")
