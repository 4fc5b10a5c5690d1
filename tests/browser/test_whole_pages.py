"""A whole room and a whole thread as pages, and an archive of my messages that opens without a server."""

import json
from pathlib import Path
from shutil import unpack_archive

import pytest
from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits
from tests.support.uploads import expect_drawn, files_of


def test_two_people_read_the_thread_that_they_wrote(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.send("shall we **keep** this?")
    bob.expect_bodies(["shall we keep this?"])
    bob.message("shall we keep this?").get_by_role("button", name="Message actions").click(force=True)
    bob.page.locator("#message-menu").get_by_text("Reply", exact=True).click()
    expect(bob.page.locator(".replying")).to_be_visible()
    bob.send("yes")
    alice.send("beside it")
    bob.expect_bodies(["shall we keep this?", "yes", "beside it"])
    alice.page.get_by_role("link", name="1 reply").click()
    alice.page.get_by_role("link", name="Print", exact=True).click()
    expect(alice.page.locator("li .body")).to_have_text(["shall we keep this?", "yes"])
    bob.page.get_by_role("link", name="The whole room, to print").click()
    expect(bob.page.locator("li .body")).to_have_text(["shall we keep this?", "yes", "beside it"])
    alice.page.get_by_role("link", name="Back to the thread").click()
    expect(alice.page.get_by_role("heading", name="Thread")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_room_has_pages_without_javascript(visits: Visits, general: int, width: int) -> None:
    # The seeded room has 130 messages, which fit on one page.
    alice = visits.person("alice", java_script_enabled=False)
    alice.set_viewport_size({"width": width, "height": 780})
    alice.goto(f"/rooms/{general}/whole/")
    assert alice.locator("li .body", has_text="message ").count() == 130
    assert alice.locator("main").bounding_box()["width"] <= width  # type: ignore[index]
    alice.goto(f"/rooms/{general}/whole/?after=60")
    alice.emulate_media(media="print")
    expect(alice.get_by_role("navigation")).to_have_count(0)
    alice.emulate_media(media="screen")
    alice.get_by_role("link", name="The beginning").first.click()
    expect(alice.locator("li .body", has_text="message 1").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_my_archive_opens_from_the_disk(
    visits: Visits, room: int, elsewhere: Elsewhere, photo: Path, tmp_path: Path, javascript: bool
) -> None:
    writer = visits.enter("alice", room)
    files_of(writer).set_input_files(photo)
    writer.send(f"something of *mine*, {javascript}")
    expect_drawn(writer.page, 1)
    elsewhere.post(room, "bob", f"something of his, {javascript}")
    alice = visits.person("alice", java_script_enabled=javascript)
    alice.goto("/my-messages/")
    with alice.expect_download() as started:
        alice.get_by_role("link", name="Download my messages and files (ZIP)").click()
    assert started.value.suggested_filename == "parley-messages.zip"
    started.value.save_as(tmp_path / "mine.zip")
    unpack_archive(tmp_path / "mine.zip", tmp_path)
    folder = tmp_path / "parley-messages"
    said = [each["source"] for each in json.loads((folder / "messages.json").read_text())["messages"]]
    assert f"something of *mine*, {javascript}" in said
    reader = visits.stranger()
    reader.set_viewport_size({"width": 390, "height": 780})
    reader.goto(f"file://{folder}/messages.html")
    expect(reader.get_by_text(f"something of mine, {javascript}")).to_be_visible()
    expect(reader.get_by_text("something of his")).to_have_count(0)
    picture = reader.locator(".kept-picture img").last
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert reader.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
