"""An admin uploads an export from Slack and watches it come in, and reads what was left out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from rooms.tests.slack_exports import START, channel, person, said, zipped
from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits
from tests.support.server import ParleyServer


@pytest.fixture
def server(own_parley: Callable[..., ParleyServer]) -> ParleyServer:
    """A server on which Carol is an admin."""
    server = own_parley()
    elsewhere = Elsewhere(server)
    elsewhere.promote("carol")
    elsewhere.close()
    return server


def archive(name: str, messages: int) -> bytes:
    """Return an export with a channel of this name, long enough to be watched."""
    log = [said(START + number * 60, "U0A", f"message *{number}* :tada:") for number in range(messages)]
    files = {
        "users.json": [person("U0A", "dora")],
        "channels.json": [channel(f"C0{name.upper()}", name, ["U0A"])],
        f"{name}/2023-11-14.json": [*log, {"type": "message", "subtype": "channel_join", "ts": f"{START}.000001"}],
    }
    return zipped(files).getvalue()


def test_the_page_follows_an_import_and_reports(visits: Visits, server: ParleyServer) -> None:
    page = visits.person("carol", server)
    page.goto("/admin/rooms/importjob/add/")
    page.get_by_label("File").set_input_files(
        {"name": "slack.zip", "mimeType": "application/zip", "buffer": archive("watched", 2500)}
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.evaluate("window.stayed = true")
    status = page.get_by_role("status")
    expect(status).to_have_text("Slack export (ZIP): done", timeout=30_000)
    assert page.evaluate("window.stayed")
    expect(page.locator("#import-job")).to_contain_text("2500")
    expect(page.get_by_text("watched/2023-11-14.json, message 2501")).to_be_visible()


def test_without_javascript_the_page_is_loaded_again_until_it_is_done(visits: Visits, server: ParleyServer) -> None:
    page = visits.person("carol", server, java_script_enabled=False)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/admin/rooms/importjob/add/")
    page.get_by_label("File").set_input_files(
        {"name": "slack.zip", "mimeType": "application/zip", "buffer": archive("reloaded", 800)}
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Slack export (ZIP): done", timeout=20_000)
