from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.support.browser import SERVER_AWAY, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.server import ParleyServer

NOT_SENT = "Not sent. Press Send to try again."


def expect_unsent(alice: RoomPage, text: str) -> None:
    """Expect one composer that says that its message was not sent, and still holds it."""
    # Said by the style sheet, so that a browser without one doesn't say it of every composer.
    expect(alice.page.locator(".unsent:visible")).to_have_attribute("data-says", NOT_SENT)
    expect(alice.draft.first).to_have_value(text)


def expect_one_empty_composer(alice: RoomPage) -> None:
    expect(alice.page.locator(".unsent:visible")).to_have_count(0)
    expect(alice.draft).to_have_count(1)
    expect(alice.draft).to_have_value("")


def test_what_is_sent_to_a_dead_server_is_kept_and_can_be_sent_when_it_is_back(
    visits: Visits, own_parley: Callable[..., ParleyServer], complaints: Complaints
) -> None:
    complaints.allow(SERVER_AWAY)
    server = own_parley()
    elsewhere = Elsewhere(server)
    room = elsewhere.make_room("Brave", ["alice", "bob"])
    alice = visits.enter("alice", room, server)
    # What is fetched ahead comes.
    alice.page.wait_for_timeout(500)
    server.kill()
    alice.send("into the void")
    expect_unsent(alice, "into the void")
    server.start()
    alice.expect_live(timeout=15_000)
    expect_unsent(alice, "into the void")
    alice.send_button.first.click()
    alice.expect_bodies(["into the void"])
    expect_one_empty_composer(alice)
    assert elsewhere.bodies(room) == ["into the void"]
    alice.send("and on we go")
    alice.expect_bodies(["into the void", "and on we go"])
    elsewhere.close()


def test_what_is_typed_while_the_server_is_dead_is_not_touched_by_its_return(
    visits: Visits, own_parley: Callable[..., ParleyServer], complaints: Complaints
) -> None:
    complaints.allow(SERVER_AWAY)
    server = own_parley()
    alice = visits.enter("alice", 1, server)
    server.kill()
    alice.page.keyboard.type("half a thou")
    server.start()
    alice.expect_live(timeout=15_000)
    alice.page.keyboard.type("ght")
    expect(alice.draft).to_have_value("half a thought")
    alice.page.keyboard.press("Enter")
    expect(alice.bodies.last).to_have_text("half a thought")
    expect_one_empty_composer(alice)


def test_a_message_whose_answer_was_lost_is_stored_once_when_it_is_sent_again(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(SERVER_AWAY)
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    alice.page.route("**/messages/", lose_the_answer, times=1)
    alice.send("did you hear me?")
    # It was stored, and everybody has it; only the sender's composer can't know.
    bob.expect_bodies(["did you hear me?"])
    alice.expect_bodies(["did you hear me?"])
    expect_unsent(alice, "did you hear me?")
    alice.send_button.first.click()
    expect_one_empty_composer(alice)
    alice.send("good")
    alice.expect_bodies(["did you hear me?", "good"])
    bob.expect_bodies(["did you hear me?", "good"])
    assert elsewhere.bodies(room) == ["did you hear me?", "good"]
