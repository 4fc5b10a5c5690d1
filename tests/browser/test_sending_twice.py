"""On a slow line somebody sends twice within one round trip and goes on typing: every word stays whole."""

from playwright.sync_api import Page, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits

KEY = 60
# Longer than three short messages take to type.
ROUND_TRIP = 1_500


def slow_down(page: Page, milliseconds: int) -> None:
    """Make the page's line slow. Unlike routes, this leaves the browser its cache."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1},
    )


def kept(alice: RoomPage) -> list[str]:
    return [field.input_value() for field in alice.page.locator(".draft:visible").all()]


def test_two_messages_within_one_round_trip_leave_the_third_whole(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    alice = visits.enter("alice", room)
    # What is fetched ahead comes.
    alice.page.wait_for_timeout(500)
    slow_down(alice.page, ROUND_TRIP)
    keys = alice.page.keyboard
    for text in ("yes", "no"):
        keys.type(text, delay=KEY)
        keys.press("Enter")
        alice.page.wait_for_timeout(KEY)
    keys.type("perhaps tomorrow, when everybody is here", delay=KEY)

    alice.expect_bodies(["yes", "no"])
    expect(alice.page.locator("form.htmx-request")).to_have_count(0, timeout=10_000)
    assert kept(alice) == ["perhaps tomorrow, when everybody is here"]
    expect(alice.draft).to_be_focused()
    keys.press("Enter")
    alice.expect_bodies(["yes", "no", "perhaps tomorrow, when everybody is here"])
    assert elsewhere.bodies(room) == ["yes", "no", "perhaps tomorrow, when everybody is here"]


def test_a_line_that_is_slow_again_and_again_keeps_up(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    alice.page.wait_for_timeout(500)
    slow_down(alice.page, 400)
    keys = alice.page.keyboard
    said = [f"message {number}" for number in range(8)]
    for text in said:
        keys.type(text, delay=30)
        keys.press("Enter")
        alice.page.wait_for_timeout(KEY)
    alice.expect_bodies(said)
    assert elsewhere.bodies(room) == said
