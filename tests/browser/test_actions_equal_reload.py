"""Whatever is done with messages, in whatever order, the real pages of a room and of a thread equal their reloads.

rooms/tests/test_live_equals_reload.py does more of the same, for many more seeds, without a browser.
"""

import random
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.dom import differences, room_state
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.uploads import files_of

SECONDS = 10
DEEDS = 60
ACTS = ("post", "reply", "reply", "thread", "edit", "delete", "react", "react", "pin", "name", "me", "file", "sleep")
EMOJI = ("👍", "🎉")


def expect_the_same_as_a_reload(page: RoomPage, log: str) -> None:
    found = ["never compared"]
    for _ in range(SECONDS * 4):
        fresh = page.page.context.request.get(page.page.url.split("#")[0]).text()
        found = differences(room_state(page.page.content(), log), room_state(fresh, log))
        if not found:
            break
        page.page.wait_for_timeout(250)
    assert found == []


@pytest.mark.parametrize("seed", [1])
def test_after_any_deeds_the_room_and_the_thread_equal_a_reload(
    visits: Visits, room: int, elsewhere: Elsewhere, notes: Path, seed: int
) -> None:
    chance = random.Random(seed)
    root = elsewhere.post(room, "alice", "the root")
    alice = visits.enter("alice", room)
    thread = RoomPage(visits.person("bob"))
    thread.page.goto(f"/rooms/{room}/messages/{root}/thread/")
    thread.expect_live()
    session = alice.page.context.new_cdp_session(alice.page)
    standing, asleep = [root], False
    try:
        for number in range(DEEDS):
            act, person, position = chance.choice(ACTS), chance.choice(["alice", "bob"]), chance.choice(standing)
            if act == "post":
                standing.append(elsewhere.post(room, person, f"**said** {number}"))
            elif act == "reply":
                standing.append(elsewhere.post(room, person, f"> a reply {number}", position))
            elif act == "thread":
                thread.send(f"in the thread {number}")
                expect(thread.message(f"in the thread {number}")).to_have_count(1)
            elif act == "edit":
                elsewhere.edit(room, position, f"edited {number} @bob")
            elif act == "delete" and position != root:
                elsewhere.delete(room, position)
                standing.remove(position)
            elif act == "react":
                elsewhere.react(room, position, person, chance.choice(EMOJI))
            elif act == "pin":
                elsewhere.pin(room, position, person)
            elif act == "name":
                elsewhere.call(person, f"{person.title()} {number}")
            elif act == "me" and not asleep:
                alice.send(f"/me waves {number}")
            elif act == "file" and not asleep:
                files_of(alice).set_input_files([notes])
                alice.send(f"with a file {number}")
                expect(alice.page.locator("form.htmx-request")).to_have_count(0)
            elif act == "sleep":
                asleep = not asleep
                session.send("Page.setWebLifecycleState", {"state": "frozen" if asleep else "active"})
        session.send("Page.setWebLifecycleState", {"state": "active"})
        expect_the_same_as_a_reload(alice, "log")
        expect_the_same_as_a_reload(thread, f"thread-{root}")
        assert len(room_state(alice.page.content()).messages) > 10
    finally:
        for name in ("alice", "bob"):
            elsewhere.call(name, name.title())
