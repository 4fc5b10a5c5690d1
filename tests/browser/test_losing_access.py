from collections.abc import Callable

from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.server import ParleyServer

# Longer than the heartbeats of these servers, by which a change made in another process is found.
A_HEARTBEAT = 1_500


def expect_nothing_more(bob: RoomPage, room: int, elsewhere: Elsewhere, shown: list[str]) -> None:
    """Expect that the page stays as it is, closed and not coming back, whatever is said in the room."""
    sockets: list[object] = []
    bob.page.on("websocket", lambda socket: sockets.append(socket))
    elsewhere.post(room, "alice", "is he gone?")
    bob.page.wait_for_timeout(2 * A_HEARTBEAT)
    assert bob.bodies.all_inner_texts() == shown
    assert sockets == []
    expect(bob.status).to_have_text("No connection")


def test_a_removed_member_is_told_so_and_gets_nothing_more(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.send("hello Bob")
    bob.expect_bodies(["hello Bob"])
    bob.draft.fill("not yet said")
    elsewhere.remove(room, "bob")
    expect(bob.page.get_by_text("You are no longer a member of this room.")).to_be_visible()
    expect(bob.draft).to_have_value("not yet said")
    expect_nothing_more(bob, room, elsewhere, ["hello Bob"])
    alice.expect_bodies(["hello Bob", "is he gone?"])
    expect(alice.page.locator("#members")).not_to_contain_text("Bob")


def test_who_leaves_in_one_tab_is_told_so_in_the_other(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    bob = visits.enter("bob", room)
    other = bob.page.context.new_page()
    other.goto(f"/rooms/{room}/")
    other.get_by_role("button", name="Leave this room").click()
    expect(other).to_have_url("/")
    expect(bob.page.get_by_text("You are no longer a member of this room.")).to_be_visible(timeout=2_000)
    expect_nothing_more(bob, room, elsewhere, [])


def test_who_signs_out_in_one_tab_is_signed_out_in_the_other(
    visits: Visits, own_parley: Callable[..., ParleyServer]
) -> None:
    server = own_parley()
    elsewhere = Elsewhere(server)
    room = elsewhere.make_room("Farewell", ["alice", "bob"])
    bob = visits.enter("bob", room, server)
    other = bob.page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Sign out").click()
    expect(other).to_have_url("/accounts/login/")
    expect(bob.page.get_by_text("You are signed out.")).to_be_visible(timeout=5_000)
    expect_nothing_more(bob, room, elsewhere, [])
    elsewhere.close()
