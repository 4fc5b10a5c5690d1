"""Admin in a real browser: our name and icon, nothing that the policy stops, and the way into a closed room."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits, sign_in
from tests.support.seed import PASSWORD
from tests.support.server import ParleyServer


@pytest.fixture
def admin(visits: Visits, parley: ParleyServer, elsewhere: Elsewhere) -> Page:
    elsewhere.make_admin("office", PASSWORD)
    page = visits.stranger()
    sign_in(page, parley, "office")
    return page


def test_pages_of_admin_have_a_clean_console_and_closed_rooms_open_with_a_reason(
    admin: Page, visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    elsewhere.post(room, "alice", "hello from the room")
    visits.enter("bob", room)
    admin.goto("/admin/")
    assert admin.locator("#site-name img").evaluate("image => image.naturalWidth") > 0
    expect(admin.locator("#dashboard svg rect.bar").first).to_be_attached()
    expect(admin.locator("#dashboard")).to_contain_text("open page")
    for model in (
        "accounts/user",
        "accounts/signin",
        "rooms/room",
        "rooms/membership",
        "rooms/message",
    ):
        admin.goto(f"/admin/{model}/")
        admin.locator("#result_list tbody th a").first.click()
        expect(admin.locator("h1")).to_be_visible()
    admin.goto("/admin/alerts/alert/")
    # A choice with a search, which Admin's scripts make.
    admin.goto("/admin/rooms/message/add/")
    admin.locator(".field-room .select2-selection").click()
    admin.locator(".select2-search__field").fill("General")
    expect(admin.locator(".select2-results__option").filter(has_text="General")).to_be_visible()
    # Other tests begin with Alice, Bob and Carol as strangers to each other.
    alice = visits.person("alice")
    elsewhere.make_admin("dora", PASSWORD)
    direct = elsewhere.open_direct("alice", "dora")
    elsewhere.post(direct, "alice", "between us")
    alice.goto("/alerts/")
    admin.goto(f"/admin/rooms/room/{direct}/change/")
    expect(admin.locator("#content")).not_to_contain_text("Alice")
    admin.get_by_role("link", name="closed: say why").click()
    admin.get_by_label("Reason").fill("A threat was reported")
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.locator(".related-lists").get_by_role("link", name="Messages").click()
    expect(admin.locator("#result_list")).to_contain_text("between us")
    expect(alice.locator("#alerts-link")).to_contain_text("1")
