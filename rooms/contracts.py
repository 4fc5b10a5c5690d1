"""What live delivery needs of each template, so that ``manage.py check`` can say what a changed template lacks.

Each contract renders its template with sample data and looks for elements, which are written as CSS would:
``tag#id[attribute="value"]``. docs/designers.md explains them to designers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from . import contract_samples as samples

_NEED = re.compile(r"^(?P<tag>[\w-]*)(?:#(?P<id>[\w-]+))?(?P<attributes>(?:\[[^\]]+\])*)$")
_ATTRIBUTE = re.compile(r'\[([\w:.-]+)(?:="([^"]*)")?\]')


@dataclass(frozen=True)
class Contract:
    """A template, what it is rendered with, and the elements that it must then have."""

    template: str
    context: Callable[[], dict[str, Any]]
    needs: list[str] = field(default_factory=list)


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def has(html: str, need: str) -> bool:
    """Return whether ``html`` has an element like ``need``."""
    match = _NEED.match(need)
    assert match, need
    wanted: list[tuple[str, str]] = _ATTRIBUTE.findall(match["attributes"])
    if match["id"]:
        wanted.append(("id", match["id"]))
    return any(
        (not match["tag"] or tag == match["tag"])
        and all(name in attributes and (not value or attributes[name] == value) for name, value in wanted)
        for tag, attributes in _Elements(html).found
    )


def broken(contract: Contract) -> list[CheckMessage]:
    """Return an error for everything that the contract's template lacks."""
    try:
        html = get_template(contract.template).render(contract.context())
    except TemplateDoesNotExist as error:
        return [Error(f"templates/{error} is missing; live rooms need it.", id="rooms.E001")]
    except TemplateSyntaxError as error:
        return [Error(f"templates/{contract.template} can't be read: {error}", id="rooms.E002")]
    return [
        Error(
            f"templates/{contract.template} has no {need}: live delivery puts its changes there.",
            hint="Put the element, with exactly this id and these attributes, back.",
            id="rooms.E003",
        )
        for need in contract.needs
        if not has(html, need)
    ]


def check_templates(**kwargs: Any) -> list[CheckMessage]:
    """Hold every template that live delivery touches against its contract."""
    return [error for contract in CONTRACTS for error in broken(contract)]


# What a page says with its hello.
HELLO = "#cursor, #build, #catch-up, #held-back, #alerts-shown, #rooms-shown, #page-title"

CONTRACTS = [
    Contract(
        "rooms/message.html",
        samples.message,
        [
            'li#m7[data-seq="7"][data-author="1"]',
            '[class="author"]',
            'div[class="body"]',
            '[hx-get="/rooms/1/messages/7/actions/"][formaction="/rooms/1/messages/7/actions/"]',
            'button[form="act"][popovertarget="message-menu"]',
        ],
    ),
    Contract(
        "rooms/message.html",
        samples.message_reacted_to,
        [
            'button[form="react"][formaction="/rooms/1/messages/7/react/"][hx-post="/rooms/1/messages/7/react/"]',
            'button[name="emoji"][value="👍"][data-by="1"]',
            '[hx-swap:inherited="none"][hx-sync:inherited="drop"]',
        ],
    ),
    Contract(
        "rooms/room.html",
        samples.room,
        [
            '#scroller[role="log"][aria-label="Messages"]',
            'ol#log[hx-target:inherited="#message-menu"]',
            "#message-menu[popover]",
            "form#act",
            "li#m7",
            "#older[hx-get]",
            "#newest",
            "#composers",
            '#connection[role="status"]',
            "#beat",
            '#sock[hx-ws:connect="/ws/rooms/1/"][hx-swap="none"]',
            f'[hx-ws:send][hx-include="{HELLO}"]',
            "#alerts-link",
            'input#alerts-shown[name="alerts_shown"]',
            'input#page-title[name="title"]',
            "#seen",
            "#asks",
            "#my-rooms",
            'input#rooms-shown[name="rooms_shown"]',
            "#catch-up",
            "#held-back",
            'input#cursor[name="cursor"][value="9"]',
            'input#build[name="build"]',
            "#room-name",
            "#room-topic",
            "#about",
            "#members",
            "#pins",
            'form#react[method="post"]',
            "#missed",
            "#outdated",
            "#archived",
            "#refusal",
            "#up-to-date",
            "#here",
            "#here-more",
            "#here-count",
            "#typing",
        ],
    ),
    Contract(
        "rooms/presence/here_live.html",
        samples.here,
        ["#here[hx-swap-oob]", "#here-more", "#here-count[hx-swap-oob]"],
    ),
    Contract("rooms/presence/count_live.html", samples.here, ["#here-more[hx-swap-oob]", "#here-count[hx-swap-oob]"]),
    Contract("rooms/presence/typing.html", lambda: {"names": ["Alice"], "oob": True}, ["#typing[hx-swap-oob]"]),
    Contract(
        "rooms/live/socket.html",
        lambda: {"room_id": 1},
        ['#sock[hx-ws:connect="/ws/rooms/1/"]', '[hx-ws:send][hx-vals=\'{"type": "typing"}\']'],
    ),
    Contract(
        "rooms/composer.html",
        samples.composer,
        [
            "#composer-sample-key",
            'form#form-sample-key[method="post"][action][hx-post][hx-swap="none"][novalidate]',
            'input[name="composer"][value="sample-key"]',
            'input[name="nonce"][value="sample-nonce"]',
            'label[for="draft-sample-key"]',
            '#draft-sample-key[name="body"][placeholder][class="draft"]',
            '#form-sample-key[enctype="multipart/form-data"][hx-encoding="multipart/form-data"]',
            "#attach-sample-key[hx-preserve]",
            'input#files-sample-key[name="files"][type="file"]',
            "#chosen-sample-key",
            '[hx-post="/rooms/1/draft/"][hx-include="#draft-sample-key, #completions-sample-key"]',
            '[hx-trigger="input delay:700ms from:#draft-sample-key"][hx-swap="none"]',
            "#completions-sample-key",
            '#offered-sample-key[role="status"]',
            '[hx-trigger="submit once from:#form-sample-key"][hx-target="#composers"][hx-swap="beforeend"]',
        ],
    ),
    Contract(
        "rooms/live/changes.html",
        samples.changes,
        [
            'hx-upsert[hx-target="#log"][key="data-seq"]',
            'hx-upsert[hx-target="#thread-3"][key="data-seq"]',
            'input#cursor[name="cursor"][value="9"][hx-swap-oob]',
            "#connection[hx-swap-oob]",
            "#beat[hx-swap-oob]",
            "#members[hx-swap-oob]",
            "#pins[hx-swap-oob]",
            "#room-name[hx-swap-oob]",
            "#room-topic[hx-swap-oob]",
            "#about[hx-swap-oob]",
            "#archived[hx-swap-oob]",
        ],
    ),
    Contract(
        "rooms/live/changes.html",
        samples.altered,
        ['hx-partial[hx-target="#m7:not(:has(.editor))"][hx-swap="outerMorph"]', "li#m7"],
    ),
    Contract(
        "rooms/live/changes.html",
        samples.cut,
        ['hx-partial[hx-target="#log > li:has(~ #m7)"][hx-swap="delete"]', "#older[hx-get]"],
    ),
    Contract(
        "rooms/quote.html",
        lambda: {"original": samples.everything()["message"]},
        [
            '[class="quote"][data-of="7"][data-said-by="1"]',
            '[class="quoted"]',
            'a[href="#m7"][hx-get="/rooms/1/messages/7/"][hx-swap="none"]',
        ],
    ),
    Contract(
        "rooms/thread.html",
        lambda: samples.room() | {"thread": 7},
        ["#thread-7", 'input#thread[name="thread"][value="7"]', "#cursor", "#sock"],
    ),
    Contract(
        "rooms/composer.html",
        lambda: samples.composer() | {"reply": samples.everything()["message"], "thread": 7},
        ['input[name="reply_to"][value="7"]', 'input[name="thread"][value="7"]', "#reply-sample-key"],
    ),
    Contract(
        "rooms/completions_offered.html",
        samples.offered,
        [
            'hx-partial[hx-target="#completions-sample-key:not(:focus-within)"]',
            'input[name="offered"]',
            'input[name="word"][value="@al"]',
            'button[type="button"][hx-vals][hx-post="/rooms/1/composer/complete/"]',
        ],
    ),
    Contract(
        "rooms/completed.html",
        lambda: samples.composer() | {"draft": "@alice "},
        ['#draft-sample-key[name="body"][value="@alice "][autofocus][class="draft"]'],
    ),
    Contract("rooms/message_menu.html", lambda: {"oob": True}, ["#message-menu[popover][hx-swap-oob]"]),
    Contract(
        "rooms/actions/editor.html",
        lambda: samples.message() | {"body": "Hello", "csrf_token": "sample"},
        [
            'form[class="editor"][method="post"][action][hx-post][hx-swap="none"]',
            'textarea[name="body"]',
            '[class="error"][role="alert"]',
            '[hx-get="/rooms/1/messages/7/shown/"][href]',
        ],
    ),
    Contract(
        "rooms/actions/edit_in_place.html",
        lambda: samples.message() | {"body": "Hello", "csrf_token": "sample"},
        [
            'hx-partial[hx-target="#m7 .body"][hx-swap="outerHTML"]',
            'form[class="editor"]',
            "#message-menu[hx-swap-oob]",
        ],
    ),
    Contract(
        "rooms/actions/put_back.html", samples.message_in_room, ['hx-partial[hx-target="#m7"]', "li#m7", "[hx-ws:send]"]
    ),
    Contract(
        "rooms/live/attention.html",
        samples.attention,
        [
            'hx-partial[hx-target="#alerts-link"][hx-swap="innerHTML"]',
            'input#alerts-shown[value="3"][hx-swap-oob]',
            'hx-partial[hx-target="#my-rooms"][hx-swap="outerMorph"]',
            "input#rooms-shown",
        ],
    ),
    Contract(
        "alerts/line.html",
        dict,
        ["#line", "#beat", '#sock[hx-ws:connect="/ws/alerts/"][hx-swap="none"]', f'[hx-ws:send][hx-include="{HELLO}"]'],
    ),
    Contract("rooms/live/heartbeat.html", dict, ["#beat[hx-swap-oob]"]),
    Contract(
        "rooms/live/heartbeat.html",
        lambda: {"asks": True},
        ['#asks[hx-swap-oob][hx-trigger="intersect once from:#seen root:#scroller"][hx-include="#cursor"]'],
    ),
    Contract("rooms/live/refusal.html", lambda: {"reason": "removed"}, ["#connection[hx-swap-oob]", "#refusal"]),
]
