import re
import shutil
import subprocess
from typing import Any

import pytest

from tests.support.browser import required_or_skip
from tests.support.server import ParleyServer


def dump(server: ParleyServer, path: str, cookies: dict[str, Any]) -> str:
    """Return a page as w3m shows it to somebody with these cookies."""
    w3m = shutil.which("w3m")
    if w3m is None:
        required_or_skip("no w3m on this machine")
        raise AssertionError
    header = "Cookie: " + "; ".join(f"{each['name']}={each['value']}" for each in cookies["cookies"])
    command = [w3m, "-dump", "-cols", "100", "-header", header, f"{server.url}{path}"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout


@pytest.fixture
def general_as_text(parley: ParleyServer, cookies: dict[str, Any], general: int) -> str:
    return dump(parley, f"/rooms/{general}/", cookies["alice"])


def test_a_room_reads_well_as_text(general_as_text: str) -> None:
    text = re.sub(r"[ \t]+", " ", general_as_text)
    order = [
        "General",
        "Earlier messages",
        "Friday, 6 March 2026",
        "message 97",
        "Saturday, 7 March 2026",
        "message 130",
    ]
    places = [text.rfind(words) if words == "message 130" else text.find(words) for words in order]
    assert -1 not in places, general_as_text
    assert places == sorted(places), general_as_text
    assert re.search(r"(Alice|Bob) \[?22:30", text), general_as_text
    assert "Send" in text[places[-1] :]
    assert "Write longer" in text[places[-1] :]


def test_nothing_that_only_a_live_page_needs_is_read_out(general_as_text: str) -> None:
    for leftover in ("htmx", "function", "{", "}", "X-CSRFToken"):
        assert leftover not in general_as_text
