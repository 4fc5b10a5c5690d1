"""What sockets bring, and the lines that bring it."""

from . import samples
from .contract import Contract

CONTRACTS = [
    Contract(
        "rooms/live/changes.html",
        samples.changes,
        [
            'hx-upsert[hx-target="#log"][key="data-seq"]',
            "#m7",
            'hx-upsert[hx-target="#thread-3"][key="data-seq"]',
            'hx-partial[hx-target=".rooms [href=\'/rooms/1/\']"][hx-swap="outerMorph"]',
            "#room-name",
            "#archived",
            "#room-topic",
            "#about",
            "#pins",
            "#pins-title",
            "#members",
            "#members-title",
            'input#cursor[name="cursor"][value="9"][hx-swap-oob="true"]',
            "#up-to-date",
            "#connection",
            "#beat",
            'i#catch-up[hx-swap-oob="true"]',
            'div#refusal[role="alert"][hx-swap-oob="true"]',
        ],
    ),
    Contract(
        "rooms/live/changes.html",
        samples.altered,
        [
            'hx-partial[hx-target="#m7:not(:has(.editor))"][hx-swap="outerMorph"]',
            "#m7",
            'hx-partial[hx-target="#scroller .quote[data-of=\'7\']"][hx-swap="outerMorph"]',
            'input#cursor[name="cursor"][value="9"][hx-swap-oob="true"]',
            "#up-to-date",
        ],
    ),
    Contract(
        "rooms/live/changes.html",
        samples.renamed,
        [
            'hx-partial[hx-target=".named[data-person=\'2\']"][hx-swap="textContent"]',
            'hx-partial[hx-target="#scroller .message[data-author=\'2\'] :is(.author, .actor)"][hx-swap="textContent"]',
            'hx-partial[hx-target="#scroller .message[data-author=\'2\'] .avatar"][hx-swap="outerHTML"]',
            "span.avatar",
            'hx-partial[hx-target="#scroller .quote[data-said-by=\'2\'] .quoted"][hx-swap="textContent"]',
            'input#cursor[name="cursor"][value="9"][hx-swap-oob="true"]',
            "#up-to-date",
        ],
    ),
    Contract(
        "rooms/live/changes.html",
        samples.too_far_behind,
        [
            'hx-partial[hx-target="#log:not(:has(.editor))"][hx-swap="innerHTML"]',
            "#m7",
            'hx-partial[hx-target="#scroller:has(#log):not(:has(#log .editor)) #older"][hx-swap="outerHTML"]',
            "#older",
            'hx-partial[hx-target="body:has(#log .editor) #held-back"][hx-swap="innerHTML"]',
            'input[name="floor"][value="4"]',
            'hx-partial[hx-target="body:not(:has(#log .editor)) #held-back > *"][hx-swap="delete"]',
            "#missed",
            'input#cursor[name="cursor"][value="9"][hx-swap-oob="true"]',
            "#up-to-date",
        ],
    ),
    Contract(
        "rooms/live/changes.html",
        samples.removed,
        [
            'hx-partial[hx-target=":is(#m3,#m7)"][hx-swap="delete"]',
            'input#cursor[name="cursor"][value="9"][hx-swap-oob="true"]',
            "#up-to-date",
        ],
    ),
    Contract(
        "rooms/live/changes.html",
        samples.cut,
        [
            'hx-partial[hx-target="#scroller:has(#log > li ~ #m7) #older"][hx-swap="outerHTML"]',
            "#older",
            'hx-partial[hx-target="#log > li:has(~ #m7)"][hx-swap="delete"]',
            'input#cursor[name="cursor"][value="9"][hx-swap-oob="true"]',
            "#up-to-date",
        ],
    ),
    Contract(
        "rooms/live/attention.html",
        samples.attention,
        [
            'hx-partial[hx-target="#alerts-link"][hx-swap="innerHTML"]',
            'hx-partial[hx-target="#called"][hx-swap="innerHTML"]',
            "#alerts-shown",
            'hx-partial[hx-target="#banner"][hx-swap="innerHTML"]',
            "#banner-shown",
            'hx-partial[hx-target="#my-rooms"][hx-swap="outerMorph"]',
            "#my-rooms",
            "#rooms-shown",
            'hx-partial[hx-target="#sound"][hx-swap="innerHTML"]',
            "audio[autoplay]",
            'hx-partial[hx-target="#inbox-news"][hx-swap="innerHTML"]',
            'i[hx-get="/alerts/"][hx-include="#inbox-place"][hx-trigger="load"][hx-swap="none"]',
        ],
    ),
    Contract(
        "alerts/live.html",
        samples.inbox,
        [
            'hx-partial[hx-target="#inbox"][hx-swap="outerMorph"]',
            "#inbox",
            "#inbox-shown",
        ],
    ),
    Contract(
        "alerts/inbox.html",
        samples.inbox,
        [
            "div#inbox",
            'form[method="post"][action="/alerts/read/"]',
            'input[name="show"][value="all"]',
            # Those of the two alerts.
            'input[name="show"][value="all"]',
            'input[name="show"][value="all"]',
            "h2#day-2026-01-02",
        ],
    ),
    Contract(
        "alerts/alert.html",
        lambda: samples.inbox() | {"alert": samples.alert(1)},
        [
            "span.avatar",
            'form[method="post"][action="/alerts/1/read/"]',
            'input[name="show"][value="all"]',
            'input[name="page"][value="1"]',
        ],
    ),
    Contract(
        "alerts/alert.html",
        lambda: samples.inbox() | {"alert": samples.alert(2, read=samples.WRITTEN)},
        ['form[method="post"][action="/alerts/2/read/"]', 'button[name="unread"][value="yes"]'],
    ),
    Contract(
        "alerts/inbox_shown.html",
        lambda: {"state": "sample", "oob": True},
        ['input#inbox-shown[name="inbox_shown"][value="sample"][hx-swap-oob="true"]'],
    ),
    Contract("rooms/live/heartbeat.html", dict, ["#beat"]),
    Contract(
        "rooms/live/heartbeat.html",
        lambda: {"asks": True},
        [
            "#beat",
            "#asks",
        ],
    ),
    Contract("rooms/live/beat.html", lambda: {"state": "live", "oob": True}, ['i#beat.beat.live[hx-swap-oob="true"]']),
    Contract(
        "rooms/live/seen.html",
        lambda: {"asks": True},
        [
            'i#asks[hx-swap-oob="true"][hx-ws:send][hx-trigger="intersect once from:#seen root:#scroller"][hx-include="#cursor"][hx-vals=\'{"type": "seen"}\']'
        ],
    ),
    Contract(
        "rooms/live/connection.html",
        lambda: {"state": "live", "oob": True},
        ['output#connection.connection.live[role="status"][hx-swap-oob="true"]'],
    ),
    Contract(
        "rooms/live/connection_change.html",
        lambda: {"state": "reconnecting"},
        [
            'hx-partial[hx-target="#connection:not(.reconnecting, .lost, .refused)"][hx-swap="outerHTML"]',
            "#connection",
        ],
    ),
    Contract(
        "rooms/live/connection_change.html",
        lambda: {"state": "lost"},
        [
            'hx-partial[hx-target="#connection:not(.refused)"][hx-swap="outerHTML"]',
            "#connection",
        ],
    ),
    Contract(
        "rooms/live/goodbye.html",
        lambda: {"room_id": 1, "delay": 2},
        [
            "#connection",
            "#sock",
            "#catch-up",
            "#asks",
        ],
    ),
    Contract(
        "rooms/live/socket.html",
        lambda: {"room_id": 1, "oob": True, "delay": 2},
        [
            'i#sock[hx-ws:connect="/ws/rooms/1/"][hx-trigger="load delay:2s"][hx-swap="none"][hx-swap-oob="true"]',
            'i[hx-ws:send][hx-trigger="htmx:ws:after:connection from:#sock"][hx-include="#cursor, #build, #catch-up, #held-back, #alerts-shown, #rooms-shown, #inbox-shown, #banner-shown, #page-title"][hx-vals=\'{"type": "hello"}\']',
            "i#catch-up",
            "#asks",
            'i[hx-ws:send][hx-trigger="input from:#composers target:.room:has(.connection.live)>#composers>.composer>form>.draft throttle:2s"][hx-include="#composers > .composer:last-child .draft:placeholder-shown"][hx-vals=\'{"type": "typing"}\']',
        ],
    ),
    Contract(
        "rooms/live/socket.html",
        lambda: {"room_id": 0},
        [
            'i#sock[hx-ws:connect="/ws/alerts/"][hx-swap="none"]',
            'i[hx-ws:send][hx-trigger="htmx:ws:after:connection from:#sock"][hx-include="#cursor, #build, #catch-up, #held-back, #alerts-shown, #rooms-shown, #inbox-shown, #banner-shown, #page-title"][hx-vals=\'{"type": "hello"}\']',
            "i#catch-up",
            "#asks",
        ],
    ),
    Contract(
        "rooms/live/line.html",
        samples.room,
        [
            "div#line",
            "#connection",
            "#beat",
            'i[hx-get="/connection/reconnecting/"][hx-trigger="htmx:ws:close from:#line"][hx-swap="none"][hx-preload="htmx:after:init timeout:1440m"]',
            'i[hx-get="/connection/lost/"][hx-trigger="animationend from:#line"][hx-swap="none"][hx-preload="htmx:after:init timeout:1440m"]',
            'i[hx-get="/rooms/1/line/"][hx-trigger="animationend from:#line target:#beat, animationiteration from:#line target:#connection"][hx-swap="none"]',
            'input#cursor[name="cursor"][value="9"]',
            'input#build[name="build"][value="sample"]',
            "i#held-back",
            "#sock",
            "#catch-up",
            "#asks",
        ],
    ),
    Contract(
        "rooms/live/catch_up.html",
        samples.room,
        [
            'hx-partial[hx-target="#catch-up"][hx-swap="beforeend"]',
            'input[name="floor"][value="9"][hx-ws:send][hx-trigger="load"][hx-vals=\'{"type": "hello", "cursor": "9"}\']',
        ],
    ),
    Contract("rooms/live/missed.html", lambda: samples.room() | {"since": 5}, ['p#missed[hx-swap-oob="true"]']),
    Contract("rooms/live/thread_missed.html", dict, ['hx-partial[hx-target=".thread-missed"][hx-swap="innerHTML"]']),
    Contract(
        "rooms/live/up_to_date.html", lambda: {"version": 9, "oob": True}, ['small#up-to-date[hx-swap-oob="true"]']
    ),
    Contract(
        "announcements/live.html",
        lambda: {"lines": samples.announced()},
        ['hx-partial[hx-target="#banner"][hx-swap="innerHTML"]', "input#banner-shown"],
    ),
    Contract(
        "announcements/lines.html",
        lambda: {"lines": samples.announced()},
        [
            'input#banner-shown[name="banner_shown"][value="4"]',
            'form[method="post"][action="/announcements/4/dismiss/"][hx-post="/announcements/4/dismiss/"][hx-swap="none"]',
        ],
    ),
    Contract(
        "announcements/banner.html",
        lambda: {"announced": samples.announced(), "csrf_token": "sample"},
        [
            'div#banner[role="status"][hx-headers:inherited=\'{"X-CSRFToken": "sample"}\']',
            "#banner-shown",
        ],
    ),
    Contract("rooms/live/reload.html", dict, ['p#outdated[role="status"][hx-swap-oob="true"]']),
    Contract(
        "rooms/live/refusal.html",
        lambda: {"reason": "removed"},
        [
            "#connection",
            "#beat",
            "#asks",
            'div#refusal.refusal[role="alert"][hx-swap-oob="true"]',
        ],
    ),
    Contract("rooms/live/refusal.html", lambda: {"reason": "restarting"}, ["#connection"]),
    Contract(
        "rooms/presence/here.html",
        lambda: samples.here() | {"oob": True},
        [
            'section#here[hx-swap-oob="true"][aria-labelledby="here-title"]',
            "h2#here-title",
            "span.avatar",
            "span.avatar",
            "#here-more",
        ],
    ),
    Contract(
        "rooms/presence/here_live.html",
        samples.here,
        [
            "#here",
            "#here-title",
            "#here-more",
            "#here-count",
        ],
    ),
    Contract(
        "rooms/presence/count.html", lambda: samples.here() | {"oob": True}, ['small#here-count[hx-swap-oob="true"]']
    ),
    Contract("rooms/presence/more.html", lambda: samples.here() | {"oob": True}, ['p#here-more[hx-swap-oob="true"]']),
    Contract(
        "rooms/presence/count_live.html",
        samples.here,
        [
            "#here-more",
            "#here-count",
        ],
    ),
    Contract("rooms/presence/typing.html", lambda: {"names": ["Alice"], "oob": True}, ['p#typing[hx-swap-oob="true"]']),
]
