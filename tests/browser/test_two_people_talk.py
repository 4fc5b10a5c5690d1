from collections.abc import Callable

from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import BLINK, Visits
from tests.support.server import ParleyServer


def test_what_one_says_appears_for_both_within_a_blink_in_order_and_once(
    visits: Visits, own_parley: Callable[..., ParleyServer]
) -> None:
    # Heartbeats far apart: only a wake-up brings anything within a blink.
    server = own_parley(FEED_HEARTBEAT_SECONDS="10")
    elsewhere = Elsewhere(server)
    room = elsewhere.make_room("Tea", ["alice", "bob"])
    alice, bob = visits.enter("alice", room, server), visits.enter("bob", room, server)
    said = []
    for number, (speaker, text) in enumerate([(alice, "hello"), (bob, "hi Alice"), (bob, "tea?"), (alice, "yes")], 1):
        speaker.send(text)
        said.append(text)
        alice.expect_bodies(said, timeout=BLINK)
        bob.expect_bodies(said, timeout=BLINK)
        expect(alice.messages).to_have_count(number)
    assert elsewhere.bodies(room) == said
    elsewhere.close()


def test_what_both_say_at_the_same_moment_has_one_order(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    for number in range(10):
        alice.send(f"Alice {number}")
        bob.send(f"Bob {number}")
        # People go on writing when the composer is empty.
        expect(alice.draft).to_have_value("")
        expect(bob.draft).to_have_value("")
    stored = elsewhere.bodies
    expect(alice.messages).to_have_count(20)
    order = stored(room)
    assert sorted(order) == sorted(f"{name} {number}" for name in ("Alice", "Bob") for number in range(10))
    alice.expect_bodies(order)
    bob.expect_bodies(order)


def test_markup_in_a_message_is_shown_as_it_was_typed(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    text = '<img src=x onerror="alert(1)"> <script>alert(2)</script> <b hx-get="/me.css" hx-trigger="load">&amp;</b>'
    alice.send(text)
    bob.expect_bodies([text])
    expect(bob.log.locator("img, script, [hx-get='/me.css']")).to_have_count(0)


def test_who_says_something_is_named_and_the_next_line_of_the_same_person_continues(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.send("one")
    bob.expect_bodies(["one"])
    alice.send("two")
    bob.expect_bodies(["one", "two"])
    bob.send("three")
    expect(alice.messages).to_have_count(3)
    expect(alice.messages.locator(".author")).to_have_text(["Alice", "Alice", "Bob"])
    expect(alice.log.locator("li.continues .body")).to_have_text(["two"])
