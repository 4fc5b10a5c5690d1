"""A picture that somebody uploads stands beside what they said on open pages at once, without moving anything."""

from pathlib import Path

from playwright.sync_api import expect

from tests.support.dom import differences
from tests.support.elsewhere import Elsewhere
from tests.support.people import BLINK, Visits

ICON = Path(__file__).resolve().parents[2] / "rooms" / "demo" / "map-for-the-window.png"


def test_a_picture_comes_to_open_pages_and_goes_again(visits: Visits, elsewhere: Elsewhere) -> None:
    room = elsewhere.make_room("Pictures of people", ["alice", "bob"])
    for author, text in (("bob", "one"), ("alice", "two"), ("bob", "three")):
        elsewhere.post(room, author, text)
    alice = visits.enter("alice", room)
    his = alice.log.locator(".message[data-author]:has(img.avatar)")
    expect(alice.messages).to_have_count(3)
    before = alice.message("three").bounding_box()
    bob = visits.person("bob")
    bob.goto("/accounts/profile/")
    bob.get_by_label("Picture", exact=False).first.set_input_files(ICON)
    bob.get_by_role("button", name="Save").click()
    expect(his).to_have_count(2, timeout=BLINK)
    expect(his.locator("img.avatar").first).to_have_js_property("naturalWidth", 96)
    assert alice.message("three").bounding_box() == before
    assert differences(alice.live_state(), alice.fresh_state()) == []
    bob.get_by_label("Take my picture away").check()
    bob.get_by_role("button", name="Save").click()
    expect(his).to_have_count(0, timeout=BLINK)
    assert differences(alice.live_state(), alice.fresh_state()) == []
