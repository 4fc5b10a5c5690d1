"""People at their browsers: who signs in once, and what they do on a room page."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .browser import Complaints
from .dom import RoomState, room_state
from .seed import PASSWORD, PEOPLE
from .server import ParleyServer

# A delivery is expected within a blink; this is what a busy machine may need for it.
BLINK = 2_000


def sign_in(page: Page, server: ParleyServer, name: str, password: str = PASSWORD) -> None:
    """Sign in by the form, as people do."""
    page.goto(f"{server.url}/accounts/login/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("form:has([name=password]) [type=submit]").click()
    page.wait_for_url(f"{server.url}/")


def cookies_of_everybody(browser: Browser, server: ParleyServer) -> dict[str, Any]:
    """Sign the whole cast in by the form, and return what each of their browsers then keeps.

    The cookies open every server whose database was copied from this one's afterwards.
    """
    cookies = {}
    for name in PEOPLE:
        context = browser.new_context()
        sign_in(context.new_page(), server, name)
        cookies[name] = context.storage_state()
        context.close()
    return cookies


class RoomPage:
    """A room page in somebody's browser, in the words that the page itself uses."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = page.get_by_role("log", name="Messages")
        self.messages = self.log.get_by_role("listitem")
        self.bodies = self.log.locator("li .body")
        self.status = page.locator("#connection")
        self.draft = page.get_by_role("textbox", name="Message")
        self.send_button = page.get_by_role("button", name="Send", exact=True)
        self.error = page.locator(".composer .error:visible")
        # It goes out of sight as soon as the next one comes, and whoever has taken hold of it waits in vain.
        self._sent_and_in_place = page.locator("#composers > .composer:last-child > form.htmx-request")

    def send(self, text: str) -> None:
        """Write ``text`` and press Enter, once what was sent before has made room for the next."""
        expect(self._sent_and_in_place).to_have_count(0)
        self.draft.fill(text)
        self.draft.press("Enter")

    def expect_live(self, timeout: float = 10_000) -> None:
        expect(self.status).to_have_text("Live", timeout=timeout)

    def expect_bodies(self, texts: list[str], timeout: float = 10_000) -> None:
        """Expect exactly these messages, in this order, each once."""
        expect(self.bodies).to_have_text(texts, timeout=timeout)

    def message(self, body: str) -> Locator:
        return self.messages.filter(has=self.page.get_by_text(body, exact=True))

    def live_state(self) -> RoomState:
        return room_state(self.page.content())

    def fresh_state(self) -> RoomState:
        """Return what a reload would show to the same person."""
        return room_state(self.page.context.request.get(self.page.url.split("#")[0]).text())


class Visits:
    """Opens browsers for people, and gathers what their consoles complain about."""

    def __init__(self, browser: Browser, server: ParleyServer, cookies: dict[str, Any], complaints: Complaints) -> None:
        self._browser = browser
        self._server = server
        self._cookies = cookies
        self._complaints = complaints
        self._contexts: list[BrowserContext] = []

    def stranger(self, server: ParleyServer | None = None, **options: Any) -> Page:
        """Return a page in the browser of somebody who isn't signed in; ``options`` are Playwright's for a context."""
        context = self._browser.new_context(
            base_url=(server or self._server).url, viewport={"width": 1280, "height": 720}, **options
        )
        context.set_default_timeout(10_000)
        self._complaints.listen(context)
        self._contexts.append(context)
        return context.new_page()

    def person(self, name: str, server: ParleyServer | None = None, **options: Any) -> Page:
        """Return a page in the browser of ``name``, signed in."""
        return self.stranger(server, storage_state=self._cookies[name], **options)

    def enter(
        self,
        name: str,
        room_id: int,
        server: ParleyServer | None = None,
        before: Callable[[Page], Any] | None = None,
        **options: Any,
    ) -> RoomPage:
        """Return ``name``'s page of a room, live. ``before`` may prepare the page before it loads."""
        page = self.person(name, server, **options)
        if before:
            before(page)
        page.goto(f"/rooms/{room_id}/")
        room = RoomPage(page)
        room.expect_live()
        return room

    def close(self) -> None:
        for context in self._contexts:
            for page in context.pages:
                page.unroute_all(behavior="ignoreErrors")
            context.close()
