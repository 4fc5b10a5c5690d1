"""An announcement comes to every open page within a second, and goes for good when it is dismissed."""

from playwright.sync_api import Page, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import BLINK, Visits
from tests.support.server import ParleyServer

NEWS = "The house is closed on Friday"


def announce(admin: Page) -> None:
    admin.goto("/admin/rooms/announcement/add/")
    admin.get_by_label("Text").fill(NEWS)
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.wait_for_url("**/announcement/")


def withdraw(admin: Page) -> None:
    admin.goto("/admin/rooms/announcement/")
    admin.locator("#action-toggle").check()
    admin.locator("select[name=action]").select_option("withdraw")
    admin.get_by_role("button", name="Run").click()
    expect(admin.get_by_text("nobody sees it any more")).to_be_visible()


def test_everybody_sees_it_at_once_and_dismisses_it_alone(
    visits: Visits, room: int, elsewhere: Elsewhere, parley: ParleyServer
) -> None:
    alice, bob, carol = (
        visits.enter("alice", room),
        visits.person("bob"),
        visits.person("carol", java_script_enabled=False),
    )
    bob.goto("/bookmarks/")
    expect(bob.locator("#beat.live")).to_have_count(1)
    admin = visits.stranger()
    admin.context.add_cookies([{"name": "sessionid", "value": elsewhere.sign_in_admin(), "url": parley.url}])
    announce(admin)
    for page in (alice.page, bob):
        expect(page.locator("#banner").get_by_text(NEWS)).to_be_visible(timeout=BLINK)
    # Whoever dismisses it has read its alert, on every page of theirs; the others still see it.
    other = visits.person("bob")
    other.goto("/")
    expect(other.locator("#banner").get_by_text(NEWS)).to_be_visible()
    other.locator("#banner").get_by_role("button", name="Dismiss this announcement").click()
    for page in (other, bob):
        expect(page.locator("#banner").get_by_text(NEWS)).to_have_count(0, timeout=BLINK)
    alice.page.locator("#banner").get_by_role("button", name="Dismiss this announcement").click()
    expect(alice.page.locator("#banner").get_by_text(NEWS)).to_have_count(0, timeout=BLINK)
    # Without JavaScript it is a form as any other.
    carol.goto("/alerts/")
    carol.locator("#banner").get_by_role("button", name="Dismiss this announcement").click()
    expect(carol).to_have_url(f"{carol.url.split('/alerts')[0]}/alerts/")
    expect(carol.locator("#banner").get_by_text(NEWS)).to_have_count(0)
    withdraw(admin)
