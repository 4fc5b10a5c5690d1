"""Admin's pages hold nothing that the content security policy forbids."""

import re
from html.parser import HTMLParser

import pytest

from accounts.models import User
from rooms import conversation
from rooms.tests.watching import browser_of

PAGES = [
    "",
    "accounts/user/",
    "accounts/user/add/",
    "accounts/user/{user}/change/",
    "accounts/user/{user}/password/",
    "accounts/user/{user}/delete/",
    "alerts/alert/",
    "alerts/alert/add/",
    "rooms/room/",
    "rooms/room/add/",
    "rooms/room/{room}/change/",
    "rooms/room/{room}/delete/",
    "rooms/membership/",
    "rooms/membership/add/",
    "rooms/membership/{membership}/change/",
    "rooms/message/",
    "rooms/message/add/",
    "rooms/message/{message}/change/",
    "rooms/message/{message}/delete/",
    "rooms/message/?room__id__exact={room}&q=hello",
]


class Forbidden(HTMLParser):
    """Collects the tags that the policy would stop: scripts without its nonce, and styles in the page."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce
        self.found: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.scripts += tag == "script"
        unsafe = tag == "style" or "style" in given or any(name.startswith("on") for name in given)
        if unsafe or (tag == "script" and given.get("nonce") != self.nonce):
            self.found.append(self.get_starttag_text() or tag)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_nothing_on_the_page_is_stopped(page: str) -> None:
    admin = User.objects.create_superuser("admin")
    room = conversation.create_room("General", admin)
    message = conversation.post(room.pk, admin, "hello", "a-nonce-of-admin").message
    membership = room.memberships.get()
    address = page.format(user=admin.pk, room=room.pk, membership=membership.pk, message=message.pk)
    answer = browser_of(admin).get(f"/admin/{address}")
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([^']+)'", policy)
    assert answer.status_code == 200
    assert nonce, policy
    assert "unsafe" not in policy
    forbidden = Forbidden(nonce[1])
    forbidden.feed(answer.content.decode())
    assert forbidden.scripts
    assert forbidden.found == []


@pytest.mark.parametrize("tag", ["<script src='/x.js'>", "<p style='color: red'>", "<style>", "<a onclick='x()'>"])
def test_what_is_forbidden_would_be_found(tag: str) -> None:
    forbidden = Forbidden("the-nonce")
    forbidden.feed(tag)
    assert len(forbidden.found) == 1
