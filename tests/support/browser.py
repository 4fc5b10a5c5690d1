"""Real Chromium, and an ear for everything that it complains about."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

PATHS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What Chromium and htmx say about a server that is away. Only tests that take it away allow it.
SERVER_AWAY = r"ERR_(CONNECTION|INTERNET|NETWORK|EMPTY|FAILED)|Failed to fetch|WebSocket|htmx:ws:error"
REFUSED = r"status of 422"
# What Chromium remarks on any page that is left, as by a form sent at once, while its socket is still being opened.
LEFT_EARLY = "WebSocket is closed before the connection is established"
FORBIDDEN = r"status of 403"

TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
    console.error("Content Security Policy violation: " + event.violatedDirective + " " + event.blockedURI));
"""


def required_or_skip(reason: str) -> None:
    """Skip the test, saying why; in CI, where everything has to be really run, fail it."""
    if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give the machine's Chromium, headless; its end stops it."""
    path = next(filter(None, map(shutil.which, PATHS)), None)
    if path is None:
        required_or_skip("no Chromium on this machine (looked for " + ", ".join(PATHS) + ")")
    # Chromium's own sandbox refuses to start for root, which is who containers run as.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            browser.close()


class Complaints:
    """What pages said on their consoles that they should not have: errors, warnings, violations of the policy."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._allowed: list[str] = [LEFT_EARLY]

    def listen(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self._heard.append(f"page error: {error.error}"))

    def allow(self, pattern: str) -> None:
        """Take what matches ``pattern`` for expected in this test."""
        self._allowed.append(pattern)

    def unexpected(self) -> list[str]:
        """Return what was heard and not allowed. A violation of the policy is never allowed."""
        return [
            text
            for text in self._heard
            if "Content Security Policy" in text or not any(re.search(allowed, text) for allowed in self._allowed)
        ]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._heard.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")


def sizes(page: Page) -> dict[str, int]:
    """Begin to count what ``page`` receives: bytes on the wire, heads included, by address. It grows while it loads."""
    session = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    received: dict[str, int] = {}

    def add(event: dict[str, Any], size: float) -> None:
        address = addresses[event["requestId"]]
        received[address] = received.get(address, 0) + int(size)

    # Not by loadingFinished: it never comes for what is fetched ahead and not used yet.
    session.on("Network.requestWillBeSent", lambda e: addresses.__setitem__(e["requestId"], e["request"]["url"]))
    session.on("Network.responseReceived", lambda e: add(e, e["response"]["encodedDataLength"]))
    session.on("Network.dataReceived", lambda e: add(e, e["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return received
