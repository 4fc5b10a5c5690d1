"""The menu of a message, and the answers to what is chosen in it."""

from . import samples
from .composing import COMPOSER
from .contract import Contract

CONTRACTS = [
    Contract(
        "rooms/message_menu.html",
        samples.room,
        [
            'div#message-menu[popover][role="dialog"][aria-label="Message actions"]',
            "form#act",
            'form#react[method="post"]',
            'i[hx-get="/message-menu/"][hx-trigger="htmx:error from:#scroller, htmx:response:error from:#scroller"][hx-target="#message-menu"][hx-preload="htmx:after:init timeout:1440m"]',
            'i[hx-get="/message-menu/"][hx-trigger="htmx:error from:#scroller target:.reaction"][hx-target="#refusal:not(.refusal)"]',
        ],
    ),
    Contract(
        "rooms/message_menu.html",
        lambda: {"oob": True},
        ['div#message-menu[popover][role="dialog"][aria-label="Message actions"][hx-swap-oob="true"]'],
    ),
    Contract("rooms/actions/menu_in_place.html", samples.menu),
    Contract(
        "rooms/actions/items/reply.html",
        samples.menu,
        [
            'a[href="/rooms/1/messages/7/reply/"][hx-post="/rooms/1/messages/7/reply/"][hx-include="#composers > :last-child > form, #thread"][hx-swap="none"]'
        ],
    ),
    Contract(
        "rooms/actions/items/edit.html",
        samples.menu,
        ['a[href="/rooms/1/messages/7/edit/"][hx-get="/rooms/1/messages/7/edit/"][hx-swap="none"]'],
    ),
    Contract(
        "rooms/actions/items/react.html",
        samples.menu,
        ['a[href="/rooms/1/messages/7/react/"][hx-get="/rooms/1/messages/7/react/"][hx-target="#message-menu"]'],
    ),
    Contract(
        "rooms/actions/items/report.html",
        samples.menu,
        ['a[href="/rooms/1/messages/7/report/"][hx-get="/rooms/1/messages/7/report/"][hx-target="#message-menu"]'],
    ),
    Contract(
        "rooms/actions/items/hide.html",
        samples.menu,
        ['a[href="/rooms/1/messages/7/hide/"][hx-get="/rooms/1/messages/7/hide/"][hx-target="#message-menu"]'],
    ),
    Contract(
        "rooms/actions/items/pin.html",
        samples.menu,
        [
            'button[type="button"][hx-post="/rooms/1/messages/7/pin/"][hx-swap="none"][popovertarget="message-menu"][popovertargetaction="hide"]'
        ],
    ),
    Contract(
        "rooms/actions/items/pin.html",
        lambda: samples.menu(in_place=False),
        ['form[method="post"][action="/rooms/1/messages/7/pin/"]'],
    ),
    Contract(
        "rooms/actions/items/bookmark.html",
        samples.menu,
        ['button[type="button"][hx-post="/rooms/1/messages/7/bookmark/"][hx-target="#message-menu"]'],
    ),
    Contract(
        "rooms/actions/items/bookmark.html",
        lambda: samples.menu(in_place=False),
        ['form[method="post"][action="/rooms/1/messages/7/bookmark/"]'],
    ),
    Contract(
        "rooms/actions/items/unread.html",
        samples.menu,
        [
            'button[type="button"][hx-post="/rooms/1/messages/7/unread/"][hx-swap="none"][popovertarget="message-menu"][popovertargetaction="hide"]'
        ],
    ),
    Contract(
        "rooms/actions/items/unread.html",
        lambda: samples.menu(in_place=False),
        ['form[method="post"][action="/rooms/1/messages/7/unread/"]'],
    ),
    Contract(
        "rooms/actions/items/remove_preview.html",
        samples.menu,
        [
            'button[type="button"][hx-post="/rooms/1/messages/7/preview/remove/"][hx-swap="none"][popovertarget="message-menu"][popovertargetaction="hide"]'
        ],
    ),
    Contract(
        "rooms/actions/items/remove_preview.html",
        lambda: samples.menu(in_place=False),
        ['form[method="post"][action="/rooms/1/messages/7/preview/remove/"]'],
    ),
    Contract(
        "rooms/actions/items/delete.html",
        samples.menu,
        ['a[href="/rooms/1/messages/7/delete/"][hx-get="/rooms/1/messages/7/delete/"][hx-target="#message-menu"]'],
    ),
    Contract(
        "rooms/actions/editor.html",
        samples.editor,
        [
            'form.editor[method="post"][action="/rooms/1/messages/7/edit/"][hx-post="/rooms/1/messages/7/edit/"][hx-swap="none"][hx-sync="this:queue first"][novalidate]',
            'label[for="edit-7"]',
            'textarea#edit-7[name="body"][aria-describedby="edit-error-7"][autofocus]',
            'p#edit-error-7.error[role="alert"]',
            'a[href="/rooms/1/messages/7/#m7"][hx-get="/rooms/1/messages/7/shown/"][hx-swap="none"][hx-sync="this:queue first"]',
        ],
    ),
    Contract(
        "rooms/actions/edit_in_place.html",
        samples.editor,
        [
            'hx-partial[hx-target="#m7 .body"][hx-swap="outerHTML"]',
            "#edit-7",
            "#edit-error-7",
            "#message-menu",
        ],
    ),
    Contract(
        "rooms/actions/delete_form.html",
        samples.menu,
        [
            'form[method="post"][action="/rooms/1/messages/7/delete/"][hx-post="/rooms/1/messages/7/delete/"][hx-swap="none"]',
            'button[type="button"][popovertarget="message-menu"][popovertargetaction="hide"]',
        ],
    ),
    Contract("rooms/actions/delete_in_place.html", samples.menu, ['h2[tabindex="-1"][autofocus]']),
    Contract(
        "rooms/actions/emoji_picker.html",
        samples.picker,
        [
            'form[role="search"][action="/rooms/1/messages/7/react/"][hx-get="/rooms/1/messages/7/react/"][hx-target="#emoji-found"][hx-trigger="input delay:150ms, submit"][hx-sync="this:replace"]',
            'label[for="emoji-query"]',
            'input#emoji-query[name="q"][placeholder]',
            'div#emoji-found[role="group"][aria-label][aria-live="polite"]',
        ],
    ),
    Contract(
        "rooms/actions/emoji_picker.html",
        lambda: samples.picker(in_place=False),
        [
            'form[role="search"][action="/rooms/1/messages/7/react/"]',
            'label[for="emoji-query"]',
            'input#emoji-query[name="q"][placeholder]',
            'div#emoji-found[role="group"][aria-label][aria-live="polite"]',
        ],
    ),
    Contract(
        "rooms/actions/emoji_found.html",
        samples.picker,
        [
            'button[type="button"][hx-post="/rooms/1/messages/7/react/"][hx-swap="none"][popovertarget="message-menu"][popovertargetaction="hide"][name="emoji"][value="👍"][aria-pressed="true"][aria-label]',
            'button[type="button"][hx-post="/rooms/1/messages/7/react/"][hx-swap="none"][popovertarget="message-menu"][popovertargetaction="hide"][name="emoji"][value="🎉"][aria-pressed="false"][aria-label]',
        ],
    ),
    Contract(
        "rooms/actions/emoji_found.html",
        lambda: samples.picker(in_place=False),
        [
            'form[method="post"][action="/rooms/1/messages/7/react/"]',
            'button[name="emoji"][value="👍"][aria-pressed="true"][aria-label]',
            'button[name="emoji"][value="🎉"][aria-pressed="false"][aria-label]',
        ],
    ),
    Contract(
        "rooms/actions/react_in_place.html",
        samples.picker,
        [
            'h2[tabindex="-1"][autofocus]',
            "#emoji-query",
            "#emoji-found",
        ],
    ),
    Contract("rooms/actions/react_found_in_place.html", samples.picker),
    Contract(
        "rooms/actions/reply_in_place.html",
        lambda: samples.composer(replaces="used", reply=samples.said()),
        [
            'hx-partial[hx-target="#composer-used"][hx-swap="outerHTML"]',
            *COMPOSER,
            "#reply-sample-key",
            "#message-menu",
        ],
    ),
    Contract(
        "rooms/actions/reply_in_place.html",
        lambda: samples.composer(reply=samples.said()),
        [
            'hx-partial[hx-target="#composers"][hx-swap="beforeend"]',
            *COMPOSER,
            "#reply-sample-key",
            "#message-menu",
        ],
    ),
    Contract(
        "rooms/actions/put_back.html",
        samples.message_in_room,
        [
            'hx-partial[hx-target="#m7:has(.editor:focus-within)"][hx-swap="outerMorph"]',
            "#m7",
            'hx-partial[hx-target="#m7"][hx-swap="outerMorph"]',
            "#message-menu",
            'hx-partial[hx-target="#catch-up"][hx-swap="beforeend"]',
            'input[name="floor"][value="9"][hx-ws:send][hx-trigger="load"][hx-include="#build, #catch-up, #held-back"][hx-vals=\'{"type": "hello", "cursor": "9"}\']',
        ],
    ),
    Contract(
        "rooms/actions/put_back.html",
        lambda: samples.message(deleted=samples.WRITTEN) | {"room": samples.the_room()},
        ['hx-partial[hx-target="body:has(#message-menu:focus-within) #m7"][hx-swap="outerMorph"]'],
    ),
    Contract("rooms/actions/done.html", dict, ['hx-partial[hx-target="#refusal:not(.refusal)"][hx-swap="innerHTML"]']),
    Contract("rooms/actions/failed.html", dict, ['p[role="alert"]']),
    Contract(
        "rooms/actions/refused.html",
        lambda: samples.message() | {"refusal": "No."},
        [
            'hx-partial[hx-target="#message-menu:popover-open"][hx-swap="innerHTML"]',
            'p[role="alert"][tabindex="-1"][autofocus]',
            'button[type="button"][popovertarget="message-menu"][popovertargetaction="hide"]',
            'hx-partial[hx-target="#m7 .editor .error"][hx-swap="textContent"]',
            'hx-partial[hx-target="body:not(:has(#message-menu:popover-open, #m7 .editor)) #refusal:not(.refusal)"][hx-swap="innerHTML"]',
        ],
    ),
]
