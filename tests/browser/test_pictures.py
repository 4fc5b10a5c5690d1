"""Pictures in a room: in their place at once, large without a script, still for those who want it."""

from pathlib import Path

from playwright.sync_api import expect

from rooms.tests.files import moving_picture
from tests.support.browser import Complaints
from tests.support.people import Visits
from tests.support.uploads import expect_drawn, files_of


def test_nothing_jumps_when_a_picture_arrives(visits: Visits, room: int, photo: Path, complaints: Complaints) -> None:
    complaints.allow(r"ERR_FAILED.*/files/")
    alice = visits.enter("alice", room)
    files_of(alice).set_input_files(photo)
    alice.send_button.click()
    expect_drawn(alice.page, 1)
    place = alice.page.locator(".picture-open img").bounding_box()
    bob = visits.person("bob")
    bob.route("**/files/**", lambda route: route.abort())
    bob.goto(f"/rooms/{room}/")
    empty = bob.locator(".picture-open img").bounding_box()
    assert place
    assert empty
    assert (empty["width"], empty["height"]) == (place["width"], place["height"]) == (400, 300)


def test_a_picture_opens_large_without_a_script_and_closes_again(
    visits: Visits, room: int, photo: Path, complaints: Complaints
) -> None:
    alice = visits.enter("alice", room)
    files_of(alice).set_input_files(photo)
    alice.send_button.click()
    expect_drawn(alice.page, 1)
    for page in (alice.page, visits.person("bob", java_script_enabled=False)):
        page.goto(f"/rooms/{room}/")
        large = page.locator(".lightbox")
        expect(large).to_be_hidden()
        page.get_by_role("button", name="holiday.jpg").click()
        expect(large).to_be_visible()
        expect(large.get_by_role("link", name="holiday.jpg")).to_be_visible()
        page.keyboard.press("Escape")
        expect(large).to_be_hidden()
        page.get_by_role("button", name="holiday.jpg").click()
        large.get_by_role("button", name="Close").click()
        expect(large).to_be_hidden()
        assert page.url.endswith(f"/rooms/{room}/")


def test_an_open_picture_stays_open_while_others_talk(visits: Visits, room: int, photo: Path) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    files_of(alice).set_input_files(photo)
    alice.send_button.click()
    expect_drawn(bob.page, 1)
    bob.page.get_by_role("button", name="holiday.jpg").click()
    alice.send("nice, isn't it?")
    expect(bob.messages).to_have_count(2)
    expect(bob.page.locator(".lightbox")).to_be_visible()


def test_moving_pictures_move_unless_somebody_asked_for_stillness(visits: Visits, room: int, tmp_path: Path) -> None:
    (tmp_path / "wave.gif").write_bytes(moving_picture())
    alice = visits.enter("alice", room)
    bob = visits.enter("bob", room, reduced_motion="reduce")
    files_of(alice).set_input_files(tmp_path / "wave.gif")
    alice.send_button.click()
    expect_drawn(alice.page, 1)
    expect_drawn(bob.page, 1)
    assert not str(alice.page.locator(".picture-open img").evaluate("image => image.currentSrc")).endswith("/60/")
    assert str(bob.page.locator(".picture-open img").evaluate("image => image.currentSrc")).endswith("/60/")
