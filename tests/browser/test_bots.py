"""A bot writes by HTTP, and everybody in the room sees it at once, marked as a bot's."""

from playwright.sync_api import expect

from tests.support.elsewhere import Elsewhere
from tests.support.people import BLINK, Visits


def test_two_members_see_what_a_bot_says_changes_and_takes_back(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    token = elsewhere.make_bot(room, "weather", "Weather")
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    program = visits.stranger().context.request
    place, headers = f"/api/rooms/{room}/messages/", {"Authorization": f"Bearer {token}"}
    content = {"text": "Rain at five", "key": "rain-at-five"}
    answers = [program.post(place, headers=headers, data=content) for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 200]
    for person in (alice, bob):
        person.expect_bodies(["Rain at five"], timeout=BLINK)
        expect(person.message("Rain at five").locator(".bot")).to_have_text("bot")
        assert person.live_state() == person.fresh_state()
    message = f"{place}{answers[0].json()['id']}/"
    assert program.patch(message, headers=headers, data={"text": "Rain at six"}).ok
    for person in (alice, bob):
        person.expect_bodies(["Rain at six"], timeout=BLINK)
    assert program.delete(message, headers=headers).status == 204
    for person in (alice, bob):
        expect(person.log.locator(".tombstone")).to_have_count(1, timeout=BLINK)
        assert person.live_state() == person.fresh_state()
