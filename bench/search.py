"""`python -m bench.search`: how long searches take, and by which way the database finds what it finds.

Fills a private PostgreSQL with 1,000,000 messages and an SQLite file with 200,000, and asks each for what people ask,
as somebody who is in 40 of 200 rooms and as somebody who is in 4 of them. Prints tables for bench/README.md, in
milliseconds; ``--plans`` prints how the database went.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
ROOMS, MY_ROOMS, FEW_ROOMS, PEOPLE, VOCABULARY = 200, 40, 4, 200, 50_000
REPEAT = 15
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
# Words by how many messages have them, as in any language: w0 in most, w40000 in a few.
QUERIES = {
    "a word in most messages": "w0",
    "a word in 1 of 20": "w20",
    "a word in 1 of 1,000": "w1000",
    "a rare word": "w40000",
    "a word that nobody wrote": "zebra",
    "two common words": "w0 w1",
    "a common and a rare word": "w0 w30000",
    "a common phrase": '"w0 w1"',
    "a phrase that nobody wrote, of two words that many have": '"never1 never2"',
    "the beginning of a word": "w400*",
    "from one person": "from:person7",
    "a common word from one person": "w0 from:person7",
    "a common word in a room": 'w0 in:"room 11"',
    "a common word in a room gone quiet": 'w0 in:"room 12"',
    "a common word of one month": "w0 after:2021-01-31 before:2021-03-01",
    "a common word with a link": "w0 has:link",
    "a link in a room": 'has:link in:"room 13"',
    "a word that everybody wrote, until the last half": "former",
}


def bodies(count: int) -> Iterator[str]:
    """Yield texts of 3 to 20 words, the first words much likelier than the last."""
    chance = random.Random(4)
    words = [f"w{number}" for number in range(VOCABULARY)]
    cumulative = list(accumulate(1 / (number + 1) for number in range(VOCABULARY)))
    pool = chance.choices(words, cum_weights=cumulative, k=1_000_000)
    for number in range(count):
        start = chance.randrange(len(pool) - 20)
        text = " ".join(pool[start : start + chance.randint(3, 20)])
        text += " never1" if number % 3 == 0 else " never2" if number % 3 == 1 else " never2 never1"
        text += f" https://example.com/{number}" if number % 10 == 0 else ""
        yield text + (" former" if number < count // 2 else "")


def rows(count: int, users: list[int], rooms: list[int]) -> Iterator[tuple[object, ...]]:
    chance = random.Random(5)
    for number, body in enumerate(bodies(count)):
        # Nothing was said in the room called 12 in the last half.
        at = chance.randrange(ROOMS)
        at = 199 if at == 12 and number > count // 2 else at
        created = FIRST + timedelta(seconds=number * 200)
        yield (rooms[at], chance.choice(users), "text", number + 1, number + 1, f"fill-{number}", body, created, False)


COLUMNS = "room_id, author_id, kind, position, version, nonce, body, created, follows_author"


def fill(count: int) -> None:
    """Put people, rooms and ``count`` messages into the migrated database."""
    from django.db import connection

    from accounts.models import User
    from rooms.models import Membership, Room

    users = User.objects.bulk_create(User(username=f"person{number}", password="!") for number in range(PEOPLE))
    rooms = Room.objects.bulk_create(Room(name=f"room {number}", version=count // ROOMS) for number in range(ROOMS))
    Membership.objects.bulk_create(Membership(room=room, user=users[0]) for room in rooms[:MY_ROOMS])
    Membership.objects.bulk_create(Membership(room=room, user=users[1]) for room in rooms[10 : 10 + FEW_ROOMS])
    everything = rows(count, [user.pk for user in users], [room.pk for room in rooms])
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            # Filling an index that is there already takes several times as long as making it afterwards.
            cursor.execute("DROP INDEX message_search")
            with cursor.copy(f"COPY rooms_message ({COLUMNS}) FROM STDIN") as copy:
                for row in everything:
                    copy.write_row(row)
            cursor.execute(
                "CREATE INDEX message_search ON rooms_message USING gin (search_vector)"
                " WITH (gin_pending_list_limit = 256)"
            )
            cursor.execute("VACUUM ANALYZE")
    else:
        marks = ", ".join(["%s"] * 9)
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.executemany(
                f"INSERT INTO rooms_message ({COLUMNS}) VALUES ({marks})",
                [(*row[:7], row[7].replace(tzinfo=None), row[8]) for row in everything],
            )
            cursor.execute("COMMIT")


def milliseconds(work: Callable[[], object]) -> list[float]:
    taken = []
    for _ in range(REPEAT):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def measure(count: int, plans: bool) -> None:
    """Fill the database that DATABASE_URL names, and print a table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User
    from rooms.search import Order, parse, search

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    fill(count)
    print(f"\n### {connection.display_name}: {count:,} messages\n", flush=True)
    print(f"Filled in {time.perf_counter() - started:.0f} s. {sizes()}\n", flush=True)
    me, other = User.objects.get(username="person0"), User.objects.get(username="person1")
    print("| query | first page | slowest | second page | by relevance | in 4 rooms | hits |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for name, text in QUERIES.items():
        first = search(parse(text, me), me)
        newest = milliseconds(lambda text=text: search(parse(text, me), me))
        second = milliseconds(lambda text=text, start=first.next: search(parse(text, me), me, start=start))
        best = milliseconds(lambda text=text: search(parse(text, me), me, Order.RELEVANCE))
        few = milliseconds(lambda text=text: search(parse(text, other), other))
        hits = f"{len(first.hits)}{'+' if first.next else ''}"
        older = f"{statistics.median(second):.1f}" if first.next else ""
        print(
            f"| {name} | {statistics.median(newest):.1f} | {newest[-1]:.1f} | {older} "
            f"| {statistics.median(best):.1f} | {statistics.median(few):.1f} | {hits} |",
            flush=True,
        )
    print(f"\nStoring a message: {statistics.median(milliseconds(lambda: store(me))):.2f} ms the row alone.")
    if plans:
        for name, text in QUERIES.items():
            with CaptureQueriesContext(connection) as queries:
                search(parse(text, me), me)
            print(f"\n{name}: {text}")
            explain = "EXPLAIN (ANALYZE, COSTS OFF) " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in (query["sql"] for query in queries.captured_queries):
                    if statement.startswith("SET LOCAL"):
                        cursor.execute(statement)
                    elif "rooms_membership k" in statement:
                        cursor.execute(explain + statement)
                        print("    " + "\n    ".join(str(row[-1])[:140] for row in cursor.fetchall()))


def store(me: object) -> None:
    from rooms.models import Message, Room

    room = Room.objects.get(name="room 1")
    store.number = getattr(store, "number", 10_000_000) + 1
    number = store.number
    Message.objects.create(
        room=room,
        author=me,
        position=number,
        version=number,
        nonce=f"store-{number}",
        body="w1 w20 w300 w4000 w5 w66 w777",
    )


def sizes() -> str:
    """Return how much room the messages and the index take."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_table_size('rooms_message'), pg_relation_size('message_search'),"
                " pg_relation_size('message_newest') + pg_relation_size('message_newest_in_room')"
            )
            return "Messages {} MB, words {} MB, times {} MB.".format(*(size // 2**20 for size in cursor.fetchone()))
        cursor.execute(
            "SELECT sum(pgsize) FILTER (WHERE name = 'rooms_message'),"
            " sum(pgsize) FILTER (WHERE name LIKE 'rooms_search%') FROM dbstat"
        )
        return "Messages {} MB, index {} MB.".format(*(size // 2**20 for size in cursor.fetchone()))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--postgres", type=int, default=1_000_000, help="messages in PostgreSQL; 0 leaves it out")
    parser.add_argument("--sqlite", type=int, default=200_000, help="messages in SQLite; 0 leaves it out")
    parser.add_argument("--plans", action="store_true", help="print how each statement was run")
    parser.add_argument("--here", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        measure(chosen.here, chosen.plans)
        return 0
    # Each database in a process of its own: settings are read once.
    from tests.support.postgres import running_postgres

    def run(url: str, count: int) -> None:
        command = [sys.executable, "-m", "bench.search", "--here", str(count), *(["--plans"] if chosen.plans else [])]
        env = {**os.environ, "DEBUG": "yes", "DATABASE_URL": url}
        subprocess.run(command, cwd=ROOT, env=env, check=True)

    if chosen.sqlite:
        with TemporaryDirectory(prefix="parley-search-") as folder:
            run(f"sqlite:///{folder}/search.sqlite3", chosen.sqlite)
    if chosen.postgres:
        with running_postgres() as server:
            run(server.url, chosen.postgres)
    return 0


if __name__ == "__main__":
    sys.exit(main())
