"""Link previews in real browsers: what is behind a link comes after the message, for everybody in the room."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from rooms.tests.files import picture
from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits
from tests.support.server import ParleyServer

from .test_message_actions import expect_the_same_as_a_reload, open_menu

TITLE = "Ferry to the islands runs <again>"
PAGE = b"""<!doctype html><html><head><title>Ferry to the islands runs &lt;again&gt;</title>
<meta property="og:description" content="After three weeks of storms the first boat left the harbour this morning, \
with forty people, two dogs and a piano on board.">
<meta property="og:image" content="/ferry.png"></head><body>Words</body></html>"""


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body = ("image/png", picture(size=(1200, 630))) if self.path.endswith(".png") else ("text/html", PAGE)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://news.example:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def linking(own_parley: Callable[..., ParleyServer], site: str) -> ParleyServer:
    port = site.rpartition(":")[2].strip("/")
    return own_parley(application="tests.support.fake_web:application", FAKE_WEB_PORT=port)


@pytest.fixture
def room(linking: ParleyServer) -> Iterator[int]:
    elsewhere = Elsewhere(linking)
    yield int(elsewhere.make_room("Harbour", ["alice", "bob"]))
    elsewhere.close()


def expect_picture_drawn(page: Page) -> None:
    page.wait_for_function("() => { const i = document.querySelector('.preview-picture'); return i?.naturalWidth > 0 }")


def test_a_preview_comes_after_the_message_for_both_and_goes_for_both(
    visits: Visits, linking: ParleyServer, room: int, site: str
) -> None:
    alice, bob = visits.enter("alice", room, linking), visits.enter("bob", room, linking)
    bob.draft.fill("half a thought")
    alice.send(site)
    for page in (alice, bob):
        expect(page.page.get_by_role("link", name=TITLE)).to_have_attribute("href", site)
        expect(page.page.locator(".preview-host")).to_have_text("news.example")
        expect_picture_drawn(page.page)
        box = page.page.locator(".preview-picture").bounding_box()
        assert box
        assert (box["width"], box["height"]) == (480, 252)
    expect(bob.draft).to_have_value("half a thought")
    expect_the_same_as_a_reload(alice, bob)
    open_menu(alice, site).get_by_role("button", name="Remove preview").click()
    for page in (alice, bob):
        expect(page.page.locator(".preview")).to_have_count(0)
    expect_the_same_as_a_reload(alice, bob)


def test_only_who_may_remove_a_preview_is_offered_to(
    visits: Visits, linking: ParleyServer, room: int, site: str
) -> None:
    alice, bob = visits.enter("alice", room, linking), visits.enter("bob", room, linking)
    alice.send(f"look: {site}")
    expect(bob.page.locator(".preview")).to_be_visible()
    bob.page.get_by_role("button", name="Message actions").click()
    menu = bob.page.locator("#message-menu")
    expect(menu.get_by_role("button", name="Pin", exact=True)).to_be_visible()
    expect(menu.get_by_role("button", name="Remove preview")).to_have_count(0)


def test_without_javascript_a_preview_is_there_on_reload_and_goes_by_a_form(
    visits: Visits, linking: ParleyServer, room: int, site: str
) -> None:
    bob = visits.enter("bob", room, linking)
    alice = visits.person("alice", linking, java_script_enabled=False)
    alice.set_viewport_size({"width": 390, "height": 844})
    alice.goto(f"/rooms/{room}/")
    alice.get_by_role("textbox", name="Message").fill(site)
    alice.get_by_role("button", name="Send", exact=True).click()
    expect(bob.page.locator(".preview-title")).to_have_text(TITLE)
    alice.goto(f"/rooms/{room}/")
    expect(alice.get_by_role("link", name=TITLE)).to_be_visible()
    assert alice.evaluate("document.documentElement.scrollWidth") <= 390
    alice.get_by_role("button", name="Message actions").click()
    alice.get_by_role("button", name="Remove preview").click()
    expect(alice.locator("li.message")).to_have_count(1)
    expect(alice.locator(".preview")).to_have_count(0)
    expect(bob.page.locator(".preview")).to_have_count(0)
