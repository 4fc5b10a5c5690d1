import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Route, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.seed import MESSAGES

PAGE = 50


def seeded(first: int, last: int) -> list[str]:
    return [f"message {number}" for number in range(first, last + 1)]


def top_of(message: Locator) -> float:
    box = message.bounding_box()
    assert box
    return box["y"]


def scroll(alice: RoomPage, pixels: int) -> None:
    """Turn the mouse wheel over the messages; up, where ``pixels`` is negative."""
    alice.log.hover()
    alice.page.mouse.wheel(0, pixels)


def scroll_up_until_older_load(alice: RoomPage) -> None:
    count = alice.messages.count()
    for _ in range(40):
        scroll(alice, -400)
        alice.page.wait_for_timeout(50)
        if alice.messages.count() > count:
            return
    raise AssertionError("no older messages came")


def test_a_room_opens_at_its_newest_fifty(visits: Visits, general: int) -> None:
    alice = visits.enter("alice", general)
    alice.expect_bodies(seeded(MESSAGES - PAGE + 1, MESSAGES))
    expect(alice.bodies.last).to_be_in_viewport()
    expect(alice.bodies.first).not_to_be_in_viewport()


def test_scrolling_up_brings_older_messages_without_a_jump(visits: Visits, general: int) -> None:
    alice = visits.enter("alice", general)
    watched = alice.message("message 92")
    tops = []

    def measure_first(route: Route) -> None:
        tops.append(top_of(watched))
        route.continue_()

    alice.page.route("**/before/", measure_first)
    watched.scroll_into_view_if_needed()
    alice.page.evaluate("document.querySelector('#scroller').scrollTo({top: -1e6})")
    alice.expect_bodies(seeded(MESSAGES - 2 * PAGE + 1, MESSAGES))
    alice.page.wait_for_timeout(300)
    assert len(tops) == 1
    assert abs(top_of(watched) - tops[0]) < 1


def test_scrolling_up_ends_at_the_beginning_with_everything_in_order(visits: Visits, general: int) -> None:
    alice = visits.enter("alice", general)
    scroll_up_until_older_load(alice)
    alice.expect_bodies(seeded(MESSAGES - 2 * PAGE + 1, MESSAGES))
    scroll_up_until_older_load(alice)
    alice.expect_bodies(seeded(1, MESSAGES))
    alice.page.evaluate("document.querySelector('#scroller').scrollTo({top: -1e6})")
    expect(alice.page.get_by_text("This is the beginning of the room.")).to_be_in_viewport()
    expect(alice.page.get_by_role("link", name="Earlier messages")).to_have_count(0)


def test_jump_to_newest_goes_back_to_the_end(visits: Visits, general: int) -> None:
    alice = visits.enter("alice", general)
    scroll(alice, -1_500)
    expect(alice.bodies.last).not_to_be_in_viewport()
    alice.page.get_by_role("link", name="Jump to newest").click()
    expect(alice.bodies.last).to_be_in_viewport()


def test_a_permanent_link_opens_the_room_around_its_message(visits: Visits, general: int) -> None:
    alice = visits.enter("alice", general)
    scroll_up_until_older_load(alice)
    link = alice.message("message 40").locator(".permalink").get_attribute("href")
    assert link
    alice.page.goto(link)
    chosen = alice.log.locator("li.chosen")
    expect(chosen.locator(".body")).to_have_text(["message 40"])
    expect(chosen).to_be_in_viewport()
    expect(chosen).to_be_focused()
    expect(alice.log.get_by_text("message 39", exact=True)).to_be_in_viewport()
    expect(alice.log.get_by_text("message 41", exact=True)).to_be_in_viewport()
    expect(alice.log.get_by_text(f"message {MESSAGES}", exact=True)).to_have_count(0)
    alice.page.get_by_role("link", name="Jump to newest").click()
    alice.expect_live()
    expect(alice.bodies.last).to_have_text(f"message {MESSAGES}")
    expect(alice.bodies.last).to_be_in_viewport()


def test_later_messages_load_below_an_old_one_up_to_the_live_room(visits: Visits, general: int) -> None:
    alice = visits.enter("alice", general)
    scroll_up_until_older_load(alice)
    alice.page.goto(str(alice.message("message 70").locator(".permalink").get_attribute("href")))
    for _ in range(40):
        if alice.page.get_by_role("link", name="Go to the live room").count():
            break
        scroll(alice, 600)
        alice.page.wait_for_timeout(50)
    shown = alice.bodies.all_inner_texts()
    assert shown == seeded(int(shown[0].split()[1]), MESSAGES)
    alice.page.get_by_role("link", name="Go to the live room").click()
    alice.expect_live()
    expect(alice.bodies.last).to_be_in_viewport()


def test_a_reader_who_scrolled_up_is_not_moved_by_new_messages(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    for number in range(60):
        elsewhere.post(room, "bob", f"old {number}")
    alice = visits.enter("alice", room)
    scroll(alice, -700)
    expect(alice.bodies.last).not_to_be_in_viewport()
    alice.page.wait_for_timeout(300)
    number, top = alice.page.evaluate(
        """() => {
            const isBelowTheMiddle = li => li.getBoundingClientRect().bottom > innerHeight / 2;
            const seen = [...document.querySelectorAll("#log > li")].find(isBelowTheMiddle);
            return [seen.id, seen.getBoundingClientRect().top];
        }"""
    )
    for text in ("new 1", "new 2", "new 3"):
        elsewhere.post(room, "bob", text)
    expect(alice.bodies.last).to_have_text("new 3")
    alice.page.wait_for_timeout(300)
    assert abs(top_of(alice.page.locator(f"#{number}")) - top) < 1
    expect(alice.bodies.last).not_to_be_in_viewport()


def test_a_reader_at_the_end_sees_what_is_new(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    for number in range(30):
        elsewhere.post(room, "bob", f"new {number}")
    expect(alice.bodies.last).to_have_text("new 29")
    expect(alice.bodies.last).to_be_in_viewport()


def test_days_begin_with_their_date(visits: Visits, general: int) -> None:
    alice = visits.enter("alice", general)
    days = alice.log.locator("h2.day")
    expect(days).to_have_text(["Friday, 6 March 2026", "Saturday, 7 March 2026"])
    expect(alice.messages.filter(has=alice.page.locator("h2.day")).locator(".body")).to_have_text(
        ["message 97", "message 121"]
    )
    expect(alice.log.locator("time").last).to_have_text("22:30")


def test_times_and_days_are_those_of_my_time_zone(visits: Visits, elsewhere: Elsewhere, general: int) -> None:
    elsewhere.live_in("carol", "Asia/Tokyo")
    elsewhere.add(general, "carol")
    carol = visits.enter("carol", general)
    expect(carol.log.locator("h2.day")).to_have_text(["Saturday, 7 March 2026", "Sunday, 8 March 2026"])
    expect(carol.log.locator("time").last).to_have_text("07:30")


def test_live_messages_come_in_my_time_zone(visits: Visits, elsewhere: Elsewhere) -> None:
    elsewhere.live_in("carol", "Asia/Tokyo")
    room = elsewhere.make_room("Zones", ["alice", "carol"])
    alice, carol = visits.enter("alice", room), visits.enter("carol", room)
    alice.send("what time is it?")
    for page, zone in ((alice, "UTC"), (carol, "Asia/Tokyo")):
        page.expect_bodies(["what time is it?"])
        stamp = page.log.locator("time")
        written = datetime.fromisoformat(str(stamp.get_attribute("datetime"))).astimezone(ZoneInfo(zone))
        expect(stamp).to_have_text(re.compile(f"^{written:%H:%M}$"))
    alice_shows, carol_shows = alice.log.locator("time").inner_text(), carol.log.locator("time").inner_text()
    assert alice_shows != carol_shows
