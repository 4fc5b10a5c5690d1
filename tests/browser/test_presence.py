"""Who is here: on every page of the room, whichever process it comes from, and not for long after they have gone."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.browser import SERVER_AWAY, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.redis import RedisServer
from tests.support.server import ParleyServer

SOON = 6_000


def here(page: Page | RoomPage) -> Locator:
    page = page.page if isinstance(page, RoomPage) else page
    return page.locator("#here li > :last-child")


def test_who_comes_and_goes_is_shown_to_the_others(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    expect(here(alice)).to_have_text(["Alice"], timeout=SOON)
    bob = visits.enter("bob", room)
    for page in (alice, bob):
        expect(here(page)).to_have_text(["Alice", "Bob"], timeout=SOON)
    second = bob.page.context.new_page()
    second.goto(f"/rooms/{room}/")
    expect(here(second)).to_have_text(["Alice", "Bob"], timeout=SOON)
    second.close()
    alice.page.wait_for_timeout(1_500)
    expect(here(alice)).to_have_text(["Alice", "Bob"])
    bob.page.close()
    expect(here(alice)).to_have_text(["Alice"], timeout=SOON)


def test_a_phone_shows_how_many_are_here(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    bob = visits.enter("bob", room)
    bob.page.set_viewport_size({"width": 390, "height": 844})
    expect(bob.page.locator("#here-count")).to_have_text("2 here", timeout=SOON)
    expect(bob.page.locator("#here-count")).to_be_visible()
    expect(alice.page.locator("#here-count")).to_be_hidden()


def test_without_javascript_the_page_says_who_is_here_now(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    expect(here(alice)).to_have_text(["Alice"], timeout=SOON)
    bob = visits.person("bob", java_script_enabled=False)
    bob.goto(f"/rooms/{room}/")
    expect(here(bob)).to_have_text(["Alice"])


def test_a_new_name_is_shown_here_too(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice, _ = visits.enter("alice", room), visits.enter("bob", room)
    expect(here(alice)).to_have_text(["Alice", "Bob"], timeout=SOON)
    elsewhere.call("bob", "Robert")
    expect(here(alice)).to_have_text(["Alice", "Robert"], timeout=SOON)
    elsewhere.call("bob", "Bob")
    expect(here(alice)).to_have_text(["Alice", "Bob"], timeout=SOON)


def test_people_of_other_processes_are_here_too_until_their_process_dies(
    visits: Visits, own_parley: Callable[..., ParleyServer], redis_server: RedisServer, complaints: Complaints
) -> None:
    settings = {"REDIS_URL": redis_server.url, "PRESENCE_SECONDS": "6"}
    first = own_parley(**settings)
    second = own_parley(database_url=first.environment["DATABASE_URL"], **settings)
    elsewhere = Elsewhere(first)
    room = elsewhere.make_room("Two processes", ["alice", "bob"])
    alice, bob = visits.enter("alice", room, first), visits.enter("bob", room, second)
    for page in (alice, bob):
        expect(here(page)).to_have_text(["Alice", "Bob"], timeout=SOON)
    bob.draft.press_sequentially("hi")
    expect(alice.page.locator("#typing")).to_have_text("Bob is typing…", timeout=2_000)
    bob.draft.press("Enter")
    alice.expect_bodies(["hi"])
    expect(alice.page.locator("#typing")).to_have_text("", timeout=2_000)
    # Typing for as long as the process lives.
    bob.draft.press_sequentially("and")
    expect(alice.page.locator("#typing")).to_have_text("Bob is typing…", timeout=4_000)
    complaints.allow(SERVER_AWAY)
    second.kill()
    expect(alice.page.locator("#typing")).to_have_text("", timeout=9_000)
    expect(here(alice)).to_have_text(["Alice"], timeout=12_000)
    second.start()
    expect(here(alice)).to_have_text(["Alice", "Bob"], timeout=15_000)
    elsewhere.close()
