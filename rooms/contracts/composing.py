"""The composer, and the answers to what is typed and sent."""

from . import samples
from .contract import Contract

# The parts of a composer by which frames and answers find them.
COMPOSER = [
    "#composer-sample-key",
    "#form-sample-key",
    "#draft-sample-key",
    "#completions-sample-key",
    "#offered-sample-key",
    "#attach-sample-key",
    "#files-sample-key",
    "#chosen-sample-key",
    "#error-sample-key",
]
# What each whole composer has, whatever it is for.
_WHOLE = [
    'input[name="composer"][value="sample-key"]',
    'input[name="nonce"][value="sample-nonce"]',
    'label[for="draft-sample-key"]',
    "#draft-sample-key",
    "#completions-sample-key",
    "#offered-sample-key",
    "#attach-sample-key",
    'label[for="files-sample-key"]',
    "#files-sample-key",
    "#chosen-sample-key",
    'p#error-sample-key.error[role="alert"]',
    "progress.htmx-indicator[aria-label]",
    'i[hx-post="/rooms/1/draft/"][hx-trigger="input delay:700ms from:#draft-sample-key"][hx-include="#draft-sample-key, #completions-sample-key"][hx-vals=\'{"nonce": "sample-nonce", "composer": "sample-key"}\'][hx-sync="this:queue last"][hx-swap="none"]',
    'i[hx-get][hx-trigger="never"][hx-preload="htmx:after:init timeout:1440m"]',
]

CONTRACTS = [
    Contract(
        "rooms/composer.html",
        samples.composer,
        [
            "div#composer-sample-key.composer",
            'form#form-sample-key[method="post"][action="/rooms/1/messages/"][hx-post="/rooms/1/messages/"][hx-swap="none"][enctype="multipart/form-data"][hx-encoding="multipart/form-data"][hx-config="timeout:0"][hx-sync="this:queue all"][novalidate]',
            'button[formaction="/rooms/1/composer/longer/"][hx-encoding="application/x-www-form-urlencoded"][hx-post="/rooms/1/composer/longer/"][hx-target="#composer-sample-key"][hx-swap="outerHTML"]',
            'i[hx-get="/rooms/1/composer/?after=sample-nonce"][hx-trigger="submit once from:#form-sample-key"][hx-target="#composers"][hx-swap="beforeend"][hx-preload="htmx:after:init timeout:1440m"]',
            *_WHOLE,
        ],
    ),
    Contract(
        "rooms/composer.html",
        lambda: samples.composer(reply=samples.said(), thread=7, draft="Hello", error="Too long."),
        [
            "div#composer-sample-key.composer.refused",
            'form#form-sample-key[method="post"][action="/rooms/1/messages/"][hx-post="/rooms/1/messages/"][hx-swap="none"][enctype="multipart/form-data"][hx-encoding="multipart/form-data"][hx-config="timeout:0"][hx-sync="this:queue all"][novalidate]',
            'input[name="drafted"][value="1"]',
            'input[name="thread"][value="7"]',
            "p#reply-sample-key",
            'button[formaction="/rooms/1/composer/longer/"][hx-encoding="application/x-www-form-urlencoded"][hx-post="/rooms/1/composer/longer/"][hx-target="#composer-sample-key"][hx-swap="outerHTML"]',
            'i[hx-get="/rooms/1/composer/?after=sample-nonce&thread=7"][hx-trigger="submit once from:#form-sample-key"][hx-target="#composers"][hx-swap="beforeend"][hx-preload="htmx:after:init timeout:1440m"]',
            *_WHOLE,
        ],
    ),
    Contract(
        "rooms/composer.html",
        lambda: samples.composer(is_long=True),
        [
            "div#composer-sample-key.composer",
            'form#form-sample-key[method="post"][action="/rooms/1/messages/"][hx-post="/rooms/1/messages/"][hx-swap="none"][enctype="multipart/form-data"][hx-encoding="multipart/form-data"][hx-config="timeout:0"][hx-sync="this:queue all"][hx-disable="find textarea"][novalidate]',
            'input[name="long"][value="1"]',
            'i[hx-get="/rooms/1/composer/?after=sample-nonce"][hx-trigger="submit once from:#form-sample-key"][hx-target="#composers"][hx-swap="beforeend"][hx-preload="htmx:after:init timeout:1440m"]',
            *_WHOLE,
        ],
    ),
    Contract(
        "rooms/composer_field.html",
        samples.composer,
        ['input#draft-sample-key.draft[name="body"][placeholder]'],
    ),
    Contract(
        "rooms/composer_field.html",
        lambda: samples.composer(is_long=True),
        ['textarea#draft-sample-key.draft[name="body"][placeholder]'],
    ),
    Contract(
        "rooms/composer_files.html",
        samples.composer,
        [
            "span#attach-sample-key[hx-preserve]",
            'label[for="files-sample-key"]',
            'input#files-sample-key[name="files"][type="file"][hx-get="/rooms/1/composer/files/?composer=sample-key"][hx-trigger="change"][hx-target="#chosen-sample-key"][hx-swap="innerHTML"]',
            "span#chosen-sample-key",
        ],
    ),
    Contract(
        "rooms/composer_files.html",
        lambda: samples.composer(none=True),
        [
            "span#attach-sample-key",
            'label[for="files-sample-key"]',
            'input#files-sample-key[name="files"][type="file"][hx-get="/rooms/1/composer/files/?composer=sample-key"][hx-trigger="change"][hx-target="#chosen-sample-key"][hx-swap="innerHTML"]',
            "span#chosen-sample-key",
        ],
    ),
    Contract(
        "rooms/composer_chosen.html",
        samples.composer,
        [
            'button[type="button"][hx-get="/rooms/1/composer/files/?composer=sample-key&none=1"][hx-target="#attach-sample-key"][hx-swap="outerHTML"]'
        ],
    ),
    Contract(
        "rooms/composer_reply.html",
        lambda: samples.composer(reply=samples.said()),
        [
            "p#reply-sample-key",
            'a[href="/rooms/1/messages/7/#m7"][hx-post="/rooms/1/composer/unreply/"][hx-target="#composer-sample-key"][hx-swap="outerHTML"]',
            'input[name="reply_to"][value="7"]',
        ],
    ),
    Contract(
        "rooms/composer_next.html",
        samples.composer,
        [
            *COMPOSER,
            'hx-partial[hx-target="#composers > .awaited"][hx-swap="delete"]',
        ],
    ),
    Contract(
        "rooms/composer_sent.html",
        lambda: samples.composer(pattern="Hello"),
        [
            "div#composer-sample-key.composer.sent",
            "form#form-sample-key",
            'label[for="draft-sample-key"]',
            'input#draft-sample-key.draft[pattern="Hello"]',
        ],
    ),
    Contract(
        "rooms/completions.html",
        samples.composer,
        [
            'span#completions-sample-key[role="group"][aria-label][tabindex="-1"][hx-sync:inherited="#completions-sample-key:replace"]',
            'span#offered-sample-key[role="status"]',
        ],
    ),
    Contract(
        "rooms/completions_offered.html",
        samples.offered,
        [
            'hx-partial[hx-target="#completions-sample-key:not(:focus-within)"][hx-swap="innerHTML"]',
            'input[name="offered"][value="1"]',
            'input[name="word"][value="@al"]',
            'button[type="button"][tabindex="0"][hx-vals=\'{"chosen": "@alice"}\'][hx-post="/rooms/1/composer/complete/"][hx-encoding="application/x-www-form-urlencoded"][hx-swap="none"]',
            "span.avatar",
            'hx-partial[hx-target="#offered-sample-key"][hx-swap="innerHTML"]',
        ],
    ),
    Contract(
        "rooms/completed.html",
        lambda: samples.composer(draft="@alice "),
        [
            'hx-partial[hx-target="#form-sample-key:has(#completions-sample-key:focus-within) .draft"][hx-swap="outerMorph"]',
            "#draft-sample-key",
            'hx-partial[hx-target="#form-sample-key:has(#completions-sample-key:focus-within) .draft"][hx-swap="outerMorph"]',
            'hx-partial[hx-target="#completions-sample-key"][hx-swap="innerHTML"]',
            'hx-partial[hx-target="#offered-sample-key"][hx-swap="innerHTML"]',
        ],
    ),
    Contract(
        "rooms/accepted.html",
        samples.sent,
        [
            'hx-partial[hx-target="#composers:has(> #composer-sample-key:last-child)"][hx-swap="beforeend"]',
            'i.awaited[hx-get="/rooms/1/composer/"][hx-trigger="load"][hx-swap="outerHTML"]',
            'hx-partial[hx-target=".command-help, .composer.sent:has(.draft:valid):not(#composer-sample-key)"][hx-swap="delete"]',
            'hx-partial[hx-target="#composer-sample-key"][hx-swap="outerMorph"]',
            "#composer-sample-key",
            "#form-sample-key",
            "#draft-sample-key",
        ],
    ),
    Contract(
        "rooms/refused.html",
        lambda: samples.sent(error="Too long."),
        [
            'hx-partial[hx-target="#composer-sample-key ~ .composer:last-child:has(.draft:placeholder-shown)"][hx-swap="delete"]',
            'hx-partial[hx-target="#composers:has(#composer-sample-key ~ .composer:last-child .draft:not(:placeholder-shown)) #composer-sample-key"][hx-swap="outerMorph"]',
            *COMPOSER,
            'hx-partial[hx-target="#composers:not(:has(#composer-sample-key ~ .composer:last-child .draft:not(:placeholder-shown))) #composer-sample-key"][hx-swap="outerMorph"]',
        ],
    ),
    Contract("rooms/commands.html", lambda: {"commands": []}, ["details.command-help"]),
    Contract(
        "rooms/commands_listed.html",
        lambda: samples.sent(commands=[]),
        [
            "#composer-sample-key",
            "#form-sample-key",
            "#draft-sample-key",
            'hx-partial[hx-target="#composers"][hx-swap="afterbegin"]',
        ],
    ),
    Contract("rooms/command_note.html", lambda: {"note": "Done."}, ['p.command-help[role="status"]']),
    Contract(
        "rooms/command_done.html",
        lambda: samples.sent(note="Done."),
        [
            "#composer-sample-key",
            "#form-sample-key",
            "#draft-sample-key",
            'hx-partial[hx-target="#composers"][hx-swap="afterbegin"]',
        ],
    ),
]
