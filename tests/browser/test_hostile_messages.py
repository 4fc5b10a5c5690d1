"""Hostile texts in real Chromium: no script runs, nothing is fetched from elsewhere, nothing is reported."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from rooms.tests.hostile import VECTORS
from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits

WATCH = "window.ran = []; window.run = () => window.ran.push(1);"


def test_classic_attacks_come_to_nothing_live_and_after_a_reload(
    visits: Visits, room: int, elsewhere: Elsewhere
) -> None:
    fetched: list[str] = []

    def prepare(page: Page) -> None:
        page.add_init_script(WATCH)
        page.on("dialog", lambda dialog: fetched.append(dialog.message))
        page.on("request", lambda request: fetched.append(request.url))

    alice = visits.enter("alice", room, before=prepare)
    positions = [elsewhere.post(room, "bob", vector) for vector in VECTORS]
    expect(alice.messages).to_have_count(len(VECTORS))
    # Live, and then as pages around each of some messages.
    for position in positions[::30]:
        # Everything that can be moved over, or focused, is.
        for message in alice.messages.all()[:: len(VECTORS) // 12]:
            message.hover()
        assert alice.page.evaluate("window.ran") == []
        inside = (
            "#scroller .body :is(script, style, img, svg, iframe, object, embed, form, input, button, link, meta, base)"
        )
        expect(alice.page.locator(inside)).to_have_count(0)
        attributes = alice.page.evaluate(
            "[...document.querySelectorAll('#scroller .body *')].flatMap(e => [...e.attributes].map(a => a.name))"
        )
        assert set(attributes) <= {"href", "rel", "class", "start"}
        schemes = alice.page.evaluate("[...document.querySelectorAll('#scroller .body a')].map(a => a.protocol)")
        assert set(schemes) <= {"http:", "https:", "mailto:"}
        assert {urlsplit(url).hostname for url in fetched} == {"127.0.0.1"}
        alice.page.goto(f"/rooms/{room}/messages/{position}/")
        alice.expect_live()
    # The composer, the name of the room, the way home are where they were.
    expect(alice.draft).to_be_editable()
    expect(alice.page.get_by_role("navigation", name="Rooms")).to_be_visible()
    expect(alice.page.locator("#room-name")).to_have_count(1)
