import re
import time

from playwright.sync_api import expect

from tests.support.browser import sizes
from tests.support.people import RoomPage, Visits
from tests.support.server import ROOT, ParleyServer

MOST = 60 * 1024
SCRIPTS = ["htmx.min.js", "hx-ws.min.js", "hx-upsert.min.js", "hx-preload.min.js"]


def test_a_cold_room_page_with_fifty_messages_weighs_little(visits: Visits, general: int) -> None:
    page = visits.person("alice")
    received = sizes(page)
    page.goto(f"/rooms/{general}/")
    room = RoomPage(page)
    room.expect_live()
    expect(room.messages).to_have_count(50)
    # The next composer is fetched ahead, last of all.
    deadline = time.monotonic() + 10
    while not any("/composer/" in address for address in received) and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    total = sum(received.values())
    listed = "\n".join(f"{size:7} {address}" for address, size in received.items())
    for part in (f"/rooms/{general}/", "/me.css", ".css", "/composer/", "/connection/lost/"):
        assert any(part in address for address in received), listed
    assert sum(address.endswith(".js") for address in received) == len(SCRIPTS), listed
    assert 10_000 < total <= MOST, f"{total} bytes\n{listed}"


def test_the_scripts_are_the_recorded_files_unmodified_and_nothing_else(
    visits: Visits, parley: ParleyServer, general: int
) -> None:
    alice = visits.enter("alice", general)
    sources = alice.page.eval_on_selector_all("script", "scripts => scripts.map(script => [script.src, script.text])")
    assert [text for _, text in sources] == [""] * len(SCRIPTS)
    served = [alice.page.context.request.get(address).body() for address, _ in sources]
    assert served == [(ROOT / "static" / "vendor" / "htmx" / name).read_bytes() for name in SCRIPTS]


def test_no_attribute_of_the_page_is_a_script(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    alice.send("hello")
    alice.expect_bodies(["hello"])
    attributes = alice.page.evaluate(
        "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => [a.name, a.value]))"
    )
    assert len(attributes) > 100
    for name, value in attributes:
        assert not name.startswith(("on", "hx-on", "style")), name
        assert not re.match(r"\s*(js|javascript):", value), f"{name}={value}"
        if name == "hx-trigger":
            assert "[" not in value, value


def test_the_policy_allows_no_script_without_a_nonce(visits: Visits, room: int) -> None:
    answer = visits.person("alice").context.request.get(f"/rooms/{room}/")
    policy = answer.headers["content-security-policy"]
    scripts = next(part.strip() for part in policy.split(";") if part.strip().startswith("script-src"))
    assert re.fullmatch(r"script-src 'nonce-[\w+/=-]+'", scripts), policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
