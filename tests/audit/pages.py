"""Every page, and what can be opened on it."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect


def _nothing(page: Page) -> None:
    """Leave the page as it has come."""


def open_menu(page: Page, of: str = "#log .message") -> None:
    act = page.locator(f"{of} .act").last
    act.evaluate("button => button.click()")
    expect(page.locator("#message-menu .action-list")).to_be_visible()


def open_picker(page: Page) -> None:
    open_menu(page)
    page.locator("#message-menu .icon-react").click()
    expect(page.locator("#message-menu .emoji-choices")).to_be_visible()


def open_delete(page: Page) -> None:
    open_menu(page)
    page.locator("#message-menu .icon-delete").click()
    expect(page.locator("#message-menu .danger")).to_be_visible()


def open_editor(page: Page) -> None:
    open_menu(page, "#log .message:has(.author:text-is('Alice'))")
    page.locator("#message-menu .icon-edit").click()
    expect(page.locator("#log .editor")).to_be_visible()


def open_reply(page: Page) -> None:
    open_menu(page)
    page.locator("#message-menu .icon-reply").click()
    expect(page.locator(".replying")).to_be_visible()


def open_rooms(page: Page) -> None:
    page.locator(".open-rooms").evaluate("button => button.click()")


def open_members(page: Page) -> None:
    page.locator(".open-members").evaluate("button => button.click()")


def complete(page: Page) -> None:
    page.locator("#composers .draft").fill("@")
    page.locator("#composers .draft").press_sequentially("a")
    expect(page.locator("#composers .completions button").first).to_be_visible()


def send_nothing(page: Page) -> None:
    page.locator("form [type=submit]").last.click()


@dataclass(frozen=True)
class Visited:
    """An address, in which keys of the site stand in braces, who goes there, and what they open."""

    address: str
    person: str | None = "alice"
    do: Callable[[Page], None] = _nothing
    # What the server answers where all is well.
    status: int = 200

    @property
    def name(self) -> str:
        return f"{self.address}{' ' + self.do.__name__ if self.do is not _nothing else ''}"


GUEST = [
    *(Visited(each, None) for each in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")),
    Visited("/accounts/password/reset/done/", None),
    Visited("/accounts/password/reset/key/done/", None),
    Visited("/accounts/password/reset/key/1-not-a-key/", None),
    Visited("/accounts/confirm-email/not-a-key/", None),
    Visited("/accounts/inactive/", None),
    Visited("/public/", None),
    Visited("/public/{kitchen}/", None),
    Visited("/invitations/{link}/", None),
    Visited("/invitations/no-such-link/", None, status=404),
    Visited("/nowhere/", None, status=404),
]

ROOM = [
    Visited("/rooms/{general}/"),
    *(
        Visited("/rooms/{general}/", do=each)
        for each in (
            open_menu,
            open_picker,
            open_delete,
            open_editor,
            open_reply,
            open_rooms,
            open_members,
            complete,
        )
    ),
    Visited("/rooms/{direct}/"),
    Visited("/rooms/{archived}/"),
    Visited("/rooms/{quiet}/"),
    Visited("/rooms/{general}/messages/{thread}/"),
    Visited("/rooms/{general}/messages/{thread}/thread/"),
]

MESSAGE = [
    Visited(f"/rooms/{{general}}/messages/{{mine}}/{each}")
    for each in ("actions/", "edit/", "delete/", "react/", "source/", "reply/", "react/?q=nothing")
]

ABOUT_ROOMS = [
    *(
        Visited(f"/rooms/{{general}}/{each}")
        for each in (
            "level/",
            "settings/",
            "settings/kind/",
            "settings/archive/",
            "settings/delete/",
            "people/",
            "people/{bob}/hand-over/",
            "people/{bob}/remove/",
            "invitations/",
            "pins/",
            "days/",
            "days/{day}/",
            "whole/",
            "messages/{thread}/thread/whole/",
        )
    ),
    Visited("/rooms/{kitchen}/settings/public/"),
    Visited("/rooms/{kitchen}/invitations/"),
    Visited("/rooms/{library}/", status=403),
    Visited("/rooms/{quiet}/", "bob", status=403),
    Visited("/rooms/999999/", status=404),
    Visited("/rooms/new/"),
    Visited("/rooms/new/", do=send_nothing),
    Visited("/direct/"),
]

MYSELF = [
    *(Visited(each) for each in ("/", "/alerts/", "/alerts/?show=mention", "/bookmarks/", "/my-messages/")),
    *(Visited(each) for each in ("/search/", "/search/?q=paper", "/search/?q=nothinglikethis", '/search/?q="open')),
    *(Visited(f"/people/{each}/") for each in ("alice", "bob", "~{bob}")),
    *(
        Visited(f"/accounts/{each}/")
        for each in ("preferences", "profile", "sessions", "delete", "email", "password/change", "2fa", "logout")
    ),
    Visited("/accounts/reauthenticate/"),
    Visited("/accounts/2fa/totp/activate/"),
]

PAGES = [*GUEST, *MYSELF, *ROOM, *MESSAGE, *ABOUT_ROOMS]
MAIN = [GUEST[0], MYSELF[0], ROOM[0]]
