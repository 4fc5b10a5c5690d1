from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits


def test_who_is_blocked_is_no_longer_heard_by_one_and_still_by_the_others(visits: Visits, elsewhere: Elsewhere) -> None:
    room = elsewhere.make_room("People", ["alice", "bob", "carol"])
    carol, bob = visits.enter("carol", room), visits.enter("bob", room)
    bob.send("can you hear me?")
    carol.expect_bodies(["can you hear me?"])
    carol.messages.first.get_by_role("link", name="Bob").click()
    expect(carol.page).to_have_url("/people/bob/")
    expect(carol.page.get_by_role("link", name="People", exact=True)).to_be_visible()
    carol.page.get_by_role("button", name="Block").click()
    expect(carol.page.get_by_text("You no longer see what Bob says.")).to_be_visible()
    again = carol.page
    again.goto(f"/rooms/{room}/")
    carol = RoomPage(again)
    carol.expect_live()
    bob.send("and now?")
    alice = visits.enter("alice", room)
    alice.send("I can")
    expect(carol.bodies.filter(visible=True)).to_have_text(["I can"])
    alice.expect_bodies(["can you hear me?", "and now?", "I can"])
    without = visits.person("carol", java_script_enabled=False)
    without.goto("/people/bob/")
    without.get_by_role("button", name="Unblock").click()
    expect(without.get_by_text("You see again what Bob says.")).to_be_visible()
    without.goto(f"/rooms/{room}/")
    expect(without.get_by_text("can you hear me?")).to_be_visible()
