"""`python -m bench.admin`: how long the lists of Admin take where there are 1,000,000 messages.

Fills a private PostgreSQL by SQL (generate_series), asks for pages of Admin as a superuser, in one process and without
a network, and prints a table for bench/README.md in milliseconds: what passed on the clock, and of it what the server's
process worked and what the database took. ``--queries`` prints each page's slowest statement.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REPEAT = 7
PEOPLE, ROOMS, MEMBERS = 20_000, 2_000, 100
LIMIT_MS = 300.0

# Every tenth room is direct, every fifth private: closed to who asks. Messages are a minute apart, the newest last.
FILL = f"""
INSERT INTO accounts_user (username, display_name, password, email, first_name, last_name, is_active, is_staff,
    is_superuser, date_joined, time_zone, language, is_placeholder)
SELECT 'person' || n, 'Person ' || n, '!', 'p' || n || '@example.org', '', '', true, false, false,
    now() - n * interval '50 minutes', 'UTC', 'en', false
FROM generate_series(1, {PEOPLE}) n;
INSERT INTO rooms_room (name, kind, created, version, details_version)
SELECT 'Room ' || n, CASE WHEN n % 10 = 0 THEN 'direct' WHEN n % 5 = 0 THEN 'private' ELSE 'open' END,
    now() - n * interval '8 hours', {{messages}} / {ROOMS}, 0
FROM generate_series(1, {ROOMS}) n;
INSERT INTO rooms_membership (room_id, user_id, role, notification_level, read_position, joined)
SELECT r.id, u.id, 'member', 'mentions', 0, now()
FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM rooms_room) r
CROSS JOIN generate_series(0, {MEMBERS - 1}) k
JOIN (SELECT id, row_number() OVER (ORDER BY id) n FROM accounts_user) u ON u.n = (r.n * 7 + k * 199) % {PEOPLE} + 1;
INSERT INTO rooms_message (room_id, author_id, kind, position, version, nonce, body, created, follows_author)
SELECT r.id, u.id, 'text', m.n, m.n, 'fill-' || m.n,
    'message ' || m.n || ' about w' || (m.n % 1000) || CASE WHEN m.n % 97 = 0 THEN ' kettle' ELSE ' saucer' END,
    now() - ({{messages}} - m.n) * interval '60 seconds', false
FROM generate_series(1, {{messages}}) m(n)
JOIN (SELECT id, row_number() OVER (ORDER BY id) n FROM rooms_room) r ON r.n = (m.n * 31) % {ROOMS} + 1
JOIN (SELECT id, row_number() OVER (ORDER BY id) n FROM accounts_user) u ON u.n = (m.n * 17) % {PEOPLE} + 1
ORDER BY m.n;
INSERT INTO rooms_reaction (message_id, user_id, emoji)
SELECT id, author_id, '👍' FROM rooms_message WHERE id % 10 = 0;
INSERT INTO rooms_attachment (message_id, file, name, content_type, digest, size, moves, previews)
SELECT id, 'f' || id, 'plan ' || id || '.pdf', 'application/pdf', 'd', 12345, false, '[]'
FROM rooms_message WHERE id % 20 = 0;
INSERT INTO alerts_alert (user_id, actor_id, kind, content, place, link, subject, created)
SELECT author_id, NULL, 'mention', 'hello ' || id, 'Room', '', 'room-' || room_id || '/m' || position, created
FROM rooms_message WHERE id % 3 = 0;
INSERT INTO accounts_signin (session_key, user_id, browser, started, seen)
SELECT 'key' || id, id, 'Mozilla/5.0 Firefox/153.0', now(), now() FROM accounts_user;
"""

PAGES = {
    "the first page, figures counted anew": "",
    "messages": "rooms/message/",
    "messages, page 100": "rooms/message/?p=100",
    "messages of one room": "rooms/message/?room__id__exact={room}",
    "messages of one person": "rooms/message/?author__id__exact={person}",
    "messages of today": "rooms/message/?created__gte={today}+00:00:00%2B00:00",
    "messages that were pinned (none is)": "rooms/message/?pinned__isempty=0",
    "messages in direct rooms (all closed)": "rooms/message/?room__kind__exact=direct",
    "search: a word in most messages": "rooms/message/?q=saucer",
    "search: a word in 1 of 97": "rooms/message/?q=kettle",
    "search: a number": "rooms/message/?q=500000",
    "search: a word that nobody wrote": "rooms/message/?q=zebra",
    "search: a word from one person": "rooms/message/?q=saucer+from:person500",
    "one message": "rooms/message/{message}/change/",
    "people": "accounts/user/",
    "people, search": "accounts/user/?q=person77",
    "one person": "accounts/user/{person}/change/",
    "rooms": "rooms/room/",
    "rooms, search": "rooms/room/?q=room+17",
    "rooms that are private": "rooms/room/?kind__exact=private",
    "one room": "rooms/room/{room}/change/",
    "memberships": "rooms/membership/",
    "memberships, search": "rooms/membership/?q=person77",
    "memberships of one room": "rooms/membership/?room__id__exact={room}",
    "uploads": "rooms/attachment/",
    "uploads, search by name": "rooms/attachment/?q=plan+500000",
    "uploads, search by person": "rooms/attachment/?q=person500",
    "reactions": "rooms/reaction/",
    "reactions, search": "rooms/reaction/?q=person500",
    "alerts": "alerts/alert/",
    "alerts, search": "alerts/alert/?q=person77",
    "alerts of one kind, unread": "alerts/alert/?kind__exact=mention&read__isempty=1",
    "sign-ins": "accounts/signin/",
    "sign-ins, search": "accounts/signin/?q=person77",
    "audit log": "rooms/auditentry/",
}


def fill(messages: int) -> None:
    """Put people, rooms and so many messages, and what hangs on them, into the migrated database."""
    from django.db import connection

    with connection.cursor() as cursor:
        # Filling an index that is there already takes several times as long as making it afterwards.
        cursor.execute("DROP INDEX message_search")
        cursor.execute(FILL.format(messages=messages))
        cursor.execute(
            "CREATE INDEX message_search ON rooms_message USING gin (search_vector) WITH (gin_pending_list_limit = 256)"
        )
        cursor.execute("VACUUM ANALYZE")


def measure(messages: int, queries: bool) -> None:
    """Fill the database that DATABASE_URL names, and print a table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
    import django

    django.setup()
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment
    from django.utils import timezone

    from accounts.models import User
    from rooms.models import Message, Room

    setup_test_environment()
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    fill(messages)
    print(f"\n### PostgreSQL: {messages:,} messages\n\nFilled in {time.perf_counter() - started:.0f} s.\n", flush=True)
    browser = Client()
    browser.force_login(User.objects.create_superuser("admin"))
    keys: dict[str, Any] = {
        "room": Room.objects.get(name="Room 17").pk,
        "person": User.objects.get(username="person500").pk,
        "message": Message.objects.filter(room__kind="open").latest("pk").pk,
        "today": timezone.localdate().isoformat(),
    }
    print("| page | median | quickest | of it here | of it the database | queries | rows |", flush=True)
    print("|---|---|---|---|---|---|---|", flush=True)
    too_slow = []
    for name, address in PAGES.items():
        taken, busy = [], []
        for number in range(REPEAT + 1):
            cache.clear()
            began, worked = time.perf_counter(), time.process_time()
            answer = browser.get(f"/admin/{address.format(**keys)}")
            if number:
                taken.append((time.perf_counter() - began) * 1000)
                busy.append((time.process_time() - worked) * 1000)
        assert answer.status_code == 200, (name, answer.status_code)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            browser.get(f"/admin/{address.format(**keys)}")
        found = answer.context.get("cl") if answer.context else None
        rows = str(found.result_count) if found else ""
        median = statistics.median(taken)
        too_slow += [name] if median > LIMIT_MS else []
        asked = sum(float(query["time"]) for query in captured.captured_queries) * 1000
        here = statistics.median(busy)
        print(f"| {name} | {median:.0f} | {min(taken):.0f} | {here:.0f} | {asked:.0f} | {len(captured)} | {rows} |")
        if queries:
            slowest = max(captured.captured_queries, key=lambda query: float(query["time"]))
            print(f"    {slowest['time']} s: {slowest['sql'][:700]}", flush=True)
    print(f"\nAbove {LIMIT_MS:.0f} ms: {', '.join(too_slow) or 'none'}.")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.admin", description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--queries", action="store_true", help="print the slowest statement of each page")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        measure(chosen.messages, chosen.queries)
        return 0
    # In a process of its own: settings are read once.
    from tests.support.postgres import running_postgres

    command = [sys.executable, "-m", "bench.admin", "--here", "--messages", str(chosen.messages)]
    command += ["--queries"] if chosen.queries else []
    with running_postgres() as server:
        settings = {"DATABASE_URL": server.url, "DEBUG": "yes", "LINK_PREVIEWS": "no"}
        subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
