from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits, sign_in
from tests.support.server import ParleyServer


def test_signing_out_there_ends_the_live_page_there_within_a_second(
    visits: Visits, parley: ParleyServer, room: int, elsewhere: Elsewhere
) -> None:
    there = visits.stranger(parley, user_agent="Mozilla/5.0 (iPhone) Safari/604.1")
    sign_in(there, parley, "bob")
    there.goto(f"/rooms/{room}/")
    bob = RoomPage(there)
    bob.expect_live()
    here = visits.person("bob", java_script_enabled=False)
    here.goto("/accounts/sessions/")
    row = here.get_by_role("listitem").filter(has_text="Safari, iPhone")
    row.get_by_role("button", name="Sign out there").click()
    expect(there.get_by_text("You are signed out.")).to_be_visible(timeout=1_000)
    elsewhere.post(room, "alice", "is he gone?")
    expect(here.get_by_text("Signed out there.")).to_be_visible()
    expect(here.get_by_role("main")).not_to_contain_text("iPhone")
    there.wait_for_timeout(1_500)
    expect(bob.bodies).to_have_count(0)
