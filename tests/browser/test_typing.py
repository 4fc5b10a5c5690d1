"""Who is typing is seen by the others within two seconds, never by oneself, and ends by itself."""

from itertools import pairwise

from playwright.sync_api import Locator, Page, expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits

# From a key to the others' pages.
WITHIN = 2_000
# Five seconds after the last that was heard, and a moment more.
ENDS = 9_000

COUNT_TYPING_FRAMES = """
window.typingFrames = [];
new MutationObserver(changes => {
    if (changes.some(change => [...change.addedNodes].some(node => node.id === "typing")))
        window.typingFrames.push(performance.now());
}).observe(document, {childList: true, subtree: true});
"""


def typing(room: RoomPage) -> Locator:
    return room.page.locator("#typing")


def keys(room: RoomPage, text: str) -> None:
    """Press one key after the other, as people do."""
    room.draft.press_sequentially(text, delay=60)


def test_the_other_sees_that_one_types_and_oneself_does_not(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    height = bob.log.bounding_box()
    keys(alice, "hello")
    expect(typing(bob)).to_have_text("Alice is typing…", timeout=WITHIN)
    expect(typing(alice)).to_have_text("")
    assert bob.log.bounding_box() == height
    # Nothing more is typed.
    expect(typing(bob)).to_have_text("", timeout=ENDS)
    expect(typing(alice)).to_have_text("")


def test_it_ends_with_the_message_and_does_not_come_back(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    keys(alice, "hello")
    expect(typing(bob)).to_have_text("Alice is typing…", timeout=WITHIN)
    alice.draft.press("Enter")
    bob.expect_bodies(["hello"], timeout=WITHIN)
    expect(typing(bob)).to_have_text("", timeout=1_500)
    # What the page had put off until two seconds were over says that the composer is empty.
    bob.page.wait_for_timeout(2_500)
    expect(typing(bob)).to_have_text("")


def test_it_ends_when_the_text_is_taken_back(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    keys(alice, "oh")
    expect(typing(bob)).to_have_text("Alice is typing…", timeout=WITHIN)
    alice.draft.fill("")
    expect(typing(bob)).to_have_text("", timeout=3_500)


def test_two_who_type_see_each_other_and_a_third_sees_both(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.add(room, "carol")
    alice, bob, carol = (visits.enter(name, room) for name in ("alice", "bob", "carol"))
    alice.draft.press_sequentially("a")
    bob.draft.press_sequentially("b")
    expect(typing(carol)).to_have_text("Alice and Bob are typing…", timeout=WITHIN)
    expect(typing(alice)).to_have_text("Bob is typing…", timeout=WITHIN)
    expect(typing(bob)).to_have_text("Alice is typing…", timeout=WITHIN)
    carol.draft.press_sequentially("c")
    expect(typing(alice)).to_have_text("Bob and Carol are typing…", timeout=WITHIN)


def test_a_composer_that_came_after_a_message_tells_too(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.send("one")
    bob.expect_bodies(["one"])
    bob.page.wait_for_timeout(2_000)
    keys(alice, "two")
    expect(typing(bob)).to_have_text("Alice is typing…", timeout=WITHIN)


def test_a_page_gets_one_frame_a_second_at_most_however_many_type(visits: Visits, room: int) -> None:
    def count(page: Page) -> None:
        page.add_init_script(COUNT_TYPING_FRAMES)

    bob = visits.enter("bob", room, before=count)
    pages = [visits.enter("alice", room) for _ in range(3)]
    for _ in range(10):
        for page in pages:
            page.draft.press_sequentially("x")
            page.draft.fill("")
    expect(typing(bob)).to_have_text("", timeout=ENDS)
    times = bob.page.evaluate("window.typingFrames")
    assert len(times) >= 2
    assert all(later - earlier > 900 for earlier, later in pairwise(times)), times


def test_nobody_reads_it_out(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    for name in ("#typing", "#here", "#here-count"):
        loud = "e => e.closest('[aria-live], [role=status], [role=alert], [role=log]') !== null"
        assert not alice.page.locator(name).evaluate(loud), name
