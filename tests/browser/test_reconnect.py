from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browser import SERVER_AWAY, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.server import ParleyServer

# The dead man's switch of the page is a CSS animation; this makes it run out in seconds.
FASTER = 6


@pytest.fixture
def server(own_parley: Callable[..., ParleyServer], complaints: Complaints) -> ParleyServer:
    complaints.allow(SERVER_AWAY)
    return own_parley()


@pytest.fixture
def neighbour(server: ParleyServer) -> Iterator[Elsewhere]:
    """Another process on the same database, which lives on when the server dies."""
    process = Elsewhere(server)
    yield process
    process.close()


def hurry_animations(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Animation.enable")
    session.send("Animation.setPlaybackRate", {"playbackRate": FASTER})


def test_a_page_lives_through_a_killed_server_and_says_how_its_line_is(
    visits: Visits, server: ParleyServer, neighbour: Elsewhere
) -> None:
    room = neighbour.make_room("Phoenix", ["alice", "bob"])
    alice = visits.enter("alice", room, server)
    neighbour.post(room, "bob", "before")
    alice.expect_bodies(["before"])
    server.kill()
    expect(alice.status).to_have_text("Reconnecting", timeout=5_000)
    missed = [f"missed {number}" for number in range(5)]
    for text in missed:
        neighbour.post(room, "bob", text)
    expect(alice.status).to_have_text("No connection", timeout=10_000)
    server.start()
    alice.expect_live(timeout=15_000)
    alice.expect_bodies(["before", *missed])
    alice.send("after")
    alice.expect_bodies(["before", *missed, "after"])


def test_a_line_that_falls_silent_is_noticed_and_heals(
    visits: Visits, server: ParleyServer, neighbour: Elsewhere
) -> None:
    room = neighbour.make_room("Silence", ["alice", "bob"])
    alice = visits.enter("alice", room, server, before=hurry_animations)
    server.pause()
    neighbour.post(room, "bob", "can you hear me?")
    expect(alice.status).to_have_text("No connection", timeout=10_000)
    expect(alice.bodies).to_have_count(0)
    server.resume()
    alice.expect_live(timeout=15_000)
    alice.expect_bodies(["can you hear me?"])


def test_a_line_that_never_answers_is_said_to_be_none(visits: Visits, room: int) -> None:
    page = visits.person("alice")
    # Open for the page, and with nobody at the other end.
    page.route_web_socket("**/ws/rooms/**", lambda line: line.on_message(lambda _: None))
    page.goto(f"/rooms/{room}/")
    status = page.locator("#connection")
    expect(status).to_have_text("")
    expect(status).to_have_text("No connection", timeout=8_000)


def test_three_deaths_lose_and_repeat_nothing(visits: Visits, server: ParleyServer, neighbour: Elsewhere) -> None:
    room = neighbour.make_room("Cats", ["alice", "bob"])
    alice, bob = visits.enter("alice", room, server), visits.enter("bob", room, server)
    said = []
    for life in range(3):
        for number in range(3):
            said.append(f"life {life}, {number}")
            neighbour.post(room, "alice", said[-1])
        server.restart()
        said.append(f"after death {life}")
        neighbour.post(room, "bob", said[-1])
    for page in (alice, bob):
        page.expect_live(timeout=15_000)
        page.expect_bodies(said)


def test_what_was_edited_and_deleted_while_the_server_was_down_is_so_on_the_page(
    visits: Visits, server: ParleyServer, neighbour: Elsewhere
) -> None:
    room = neighbour.make_room("Regrets", ["alice", "bob"])
    positions = [neighbour.post(room, "bob", text) for text in ("one", "two", "three")]
    alice = visits.enter("alice", room, server)
    server.kill()
    neighbour.edit(room, positions[0], "one, rather")
    neighbour.delete(room, positions[1])
    neighbour.post(room, "bob", "four")
    server.start()
    alice.expect_bodies(["one, rather", "three", "four"], timeout=15_000)
    expect(alice.messages.nth(1)).to_contain_text("This message was deleted.")


def test_a_message_sent_between_the_page_and_its_socket_arrives(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    def send_meanwhile(route: Route) -> None:
        elsewhere.post(room, "bob", "in between")
        route.continue_()

    def hold_the_script(page: Page) -> None:
        page.route("**/hx-ws*.js", send_meanwhile)

    elsewhere.post(room, "bob", "before")
    alice = visits.enter("alice", room, before=hold_the_script)
    alice.expect_bodies(["before", "in between"])


def test_the_back_and_forward_buttons_bring_a_live_page(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    elsewhere.post(room, "bob", "one")
    alice.expect_bodies(["one"])
    alice.page.get_by_role("link", name="Parley").click()
    expect(alice.page).to_have_url("/")
    elsewhere.post(room, "bob", "two")
    alice.page.go_back()
    alice.expect_live()
    alice.expect_bodies(["one", "two"])
    alice.page.go_forward()
    elsewhere.post(room, "bob", "three")
    alice.page.go_back()
    alice.expect_live()
    elsewhere.post(room, "bob", "four")
    alice.expect_bodies(["one", "two", "three", "four"])


def test_a_browser_that_was_offline_catches_up(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(SERVER_AWAY)
    alice = visits.enter("alice", room)
    alice.page.context.set_offline(True)
    elsewhere.post(room, "bob", "while you were away")
    alice.send("from the tunnel")
    expect(alice.page.locator(".unsent:visible")).to_have_count(1)
    alice.page.context.set_offline(False)
    alice.expect_live(timeout=15_000)
    alice.expect_bodies(["while you were away"])
    alice.send_button.first.click()
    alice.expect_bodies(["while you were away", "from the tunnel"])
    assert elsewhere.bodies(room) == ["while you were away", "from the tunnel"]


def hide(alice: RoomPage, hidden: bool) -> None:
    """Let the page believe that its tab is hidden, or shown again: headless Chromium hides none."""
    state = "hidden" if hidden else "visible"
    alice.page.evaluate(
        """([hidden, state]) => {
            Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
            Object.defineProperty(document, "visibilityState", {configurable: true, get: () => state});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        [hidden, state],
    )


def test_a_hidden_tab_stays_live(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    hide(alice, True)
    elsewhere.post(room, "bob", "while hidden")
    alice.expect_bodies(["while hidden"])
    hide(alice, False)
    elsewhere.post(room, "bob", "when seen again")
    alice.expect_bodies(["while hidden", "when seen again"])
    expect(alice.status).to_have_text("Live")


def test_a_page_that_was_asleep_catches_up(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice = visits.enter("alice", room)
    session = alice.page.context.new_cdp_session(alice.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    for number in range(3):
        elsewhere.post(room, "bob", f"dream {number}")
    session.send("Page.setWebLifecycleState", {"state": "active"})
    alice.expect_live()
    alice.expect_bodies(["dream 0", "dream 1", "dream 2"])
