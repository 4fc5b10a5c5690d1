"""A message and what lies in it."""

from . import samples
from .contract import Contract

CONTRACTS = [
    Contract(
        "rooms/message.html",
        samples.message,
        [
            'li#m7.message[data-seq="7"][data-author="1"]',
            "span.avatar",
            "a.author",
            "div.body",
            'button.act[form="act"][formaction="/rooms/1/messages/7/actions/"][hx-get="/rooms/1/messages/7/actions/"][popovertarget="message-menu"]',
        ],
    ),
    Contract(
        "rooms/message.html",
        samples.message_of_every_kind,
        [
            'li#m7.message[data-seq="7"][data-author="1"]',
            "span.avatar",
            "a.author",
            "div.body",
            "#picture-2",
            "#picture-3",
            'button.act[form="act"][formaction="/rooms/1/messages/7/actions/"][hx-get="/rooms/1/messages/7/actions/"][popovertarget="message-menu"]',
        ],
    ),
    Contract(
        "rooms/message.html",
        lambda: samples.message(kind="action", follows_author=True, previous_created=samples.WRITTEN),
        [
            'li#m7.message[data-seq="7"][data-author="1"]',
            "span.avatar",
            "strong.author",
            "div.body",
            "strong.actor",
            'button.act[form="act"][formaction="/rooms/1/messages/7/actions/"][hx-get="/rooms/1/messages/7/actions/"][popovertarget="message-menu"]',
        ],
    ),
    Contract("rooms/message_failed.html", samples.message, ['li#m7.message[data-seq="7"][data-author="1"]']),
    Contract(
        "rooms/quote.html",
        lambda: {"original": samples.said()},
        [
            'p.quote[data-of="7"][data-said-by="1"]',
            'a[href="#m7"][hx-get="/rooms/1/messages/7/"][hx-swap="none"]',
            "strong.quoted",
        ],
    ),
    Contract(
        "rooms/quote_place.html",
        samples.message,
        ['hx-partial[hx-target="body:not(:has(#m7)) #refusal:not(.refusal)"][hx-swap="innerHTML"]'],
    ),
    Contract(
        "rooms/reactions.html",
        samples.picker,
        [
            'div[hx-swap:inherited="none"][hx-sync:inherited="drop"]',
            'button.reaction[form="react"][formaction="/rooms/1/messages/7/react/"][hx-post="/rooms/1/messages/7/react/"][name="emoji"][value="👍"][data-by="1 2"]',
        ],
    ),
    Contract(
        "rooms/picture.html",
        lambda: {"attachment": samples.with_files(samples.said(), samples.a_picture()).attachments.all()[0]},
        [
            'button[type="button"][popovertarget="picture-2"]',
            'div#picture-2[popover][role="dialog"][aria-label]',
            'button[type="button"][popovertarget="picture-2"][popovertargetaction="hide"]',
        ],
    ),
    Contract(
        "rooms/log.html",
        samples.room,
        [
            "#older",
            'ol#log.messages[hx-target:inherited="#message-menu"][hx-sync:inherited="#message-menu:replace"]',
            "#m7",
            "span#newest",
            "i#seen",
        ],
    ),
    Contract(
        "rooms/log.html",
        samples.room_in_the_past,
        [
            "#older",
            'ol#past.messages[hx-target:inherited="#message-menu"][hx-sync:inherited="#message-menu:replace"]',
            "#m7",
            "#newer",
        ],
    ),
    Contract(
        "rooms/older_link.html",
        samples.room,
        [
            'a#older[href="/rooms/1/messages/7/before/"][hx-get="/rooms/1/messages/7/before/"][hx-trigger="intersect once root:#scroller rootMargin:600px, click"][hx-swap="outerHTML"]'
        ],
    ),
    Contract("rooms/older_link.html", samples.room_in_the_past, ["p#older"]),
    Contract(
        "rooms/newer_link.html",
        samples.room_in_the_past,
        [
            'a#newer[href="/rooms/1/messages/7/after/"][hx-get="/rooms/1/messages/7/after/"][hx-trigger="intersect once root:#scroller, click"][hx-swap="outerHTML"]'
        ],
    ),
    Contract("rooms/newer_link.html", samples.room, ["a#newer"]),
    Contract(
        "rooms/older.html",
        samples.room,
        [
            "#older",
            'hx-partial[hx-target=".messages"][hx-swap="afterbegin"]',
            "#m7",
        ],
    ),
    Contract(
        "rooms/newer.html",
        samples.room_in_the_past,
        [
            "#newer",
            'hx-partial[hx-target=".messages"][hx-swap="beforeend"]',
            "#m7",
        ],
    ),
]
