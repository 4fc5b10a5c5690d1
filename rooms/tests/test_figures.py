"""What is going on, in numbers: on the first page of Admin, and for Prometheus."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from rooms import conversation, figures, uploads
from rooms.feed import measuring, record
from rooms.models import Message, Room, ServerProcess

from .files import PDF, empty_storage, sent  # noqa: F401
from .test_admin_permissions import staff
from .watching import browser_of, see


def written(room: Room, author: User, hours_ago: float, count: int = 1) -> None:
    for number in range(count):
        created = timezone.now() - timedelta(hours=hours_ago)
        nonce = f"nonce-{created.timestamp()}-{number}"
        conversation.post(room.pk, author, "hello", nonce, created=created, paced=False)


def test_messages_are_counted_by_hour_and_hours_that_are_over_only_once(general: Room, alice: User) -> None:
    with time_machine.travel("2026-11-20 10:30:00+00:00", tick=False):
        for hours, count in ((24 * 31, 1), (24 * 29, 2), (3, 3), (1, 4), (0, 5)):
            written(general, alice, hours, count)
        now = figures.hour_of(timezone.now())
        assert figures.messages_by_hour() == {now - 24 * 29: 2, now - 3: 3, now - 1: 4, now: 5}
    # Redis's clock doesn't travel.
    cache.delete("figures:messages")
    with time_machine.travel("2026-11-20 11:30:00+00:00", tick=False):
        written(general, alice, 0, 6)
        with CaptureQueriesContext(connection) as queries:
            found = figures.messages_by_hour()
        assert found == {now - 24 * 29: 2, now - 3: 3, now - 1: 4, now: 5, now + 1: 6}
        [query] = queries
        assert "2026-11-20 09:00:00" in query["sql"]
        assert figures.messages_by_hour() == found


def test_busy_rooms_are_of_the_last_day_and_no_direct_ones(general: Room, alice: User, bob: User) -> None:
    quiet = conversation.create_room("Quiet", alice)
    direct = conversation.open_direct(alice, [bob])
    written(general, alice, 1, 3)
    written(quiet, bob, 2, 1)
    written(quiet, bob, 30, 9)
    written(direct, alice, 1.5, 5)
    assert [(busy.room, busy.count) for busy in figures.busy_rooms()] == [(general, 3), (quiet, 1)]


def test_uploads_and_new_people(general: Room, alice: User) -> None:
    with uploads.kept([sent("a.pdf", PDF), sent("b.pdf", PDF)]) as attachments:
        conversation.post(general.pk, alice, "", "a-nonce-of-alice", attachments=attachments)
    User.objects.create(username="old", date_joined=timezone.now() - timedelta(days=40))
    User.objects.create(username="imported", is_placeholder=True)
    assert figures.uploads() == figures.Uploads(2, 2 * len(PDF))
    assert sum(figures.people_by_hour().values()) == User.objects.count() - 2


def test_the_first_page_draws_it_and_has_it_in_tables(general: Room, alice: User) -> None:
    written(general, alice, 1, 3)
    ServerProcess.objects.create(
        key="one", name="host-a 1", started=timezone.now(), seen=timezone.now(), sockets=12, people=7, delay=4.25
    )
    ServerProcess.objects.create(
        key="two", name="host-b 2", started=timezone.now(), seen=timezone.now() - timedelta(minutes=5), sockets=99
    )
    page = browser_of(User.objects.create_superuser("admin")).get("/admin/").text
    assert page.count("<svg viewBox") == 3
    assert 'class="bar"' in page
    assert page.count("<table aria-labelledby") == 3
    assert "host-a 1" in page
    assert "4.2 ms" in page or "4.3 ms" in page
    assert "host-b 2" not in page
    assert re.search(r"<strong>7</strong>\s+people online", page)
    assert "General" in page


def test_numbers_in_a_drawing_are_numbers_in_every_language(general: Room, alice: User) -> None:
    written(general, alice, 1, 1500)
    admin = User.objects.create_superuser("admin", language="fa")
    page = browser_of(admin).get("/admin/").text
    for attribute in re.findall(r'<rect [^>]*?(?:x|y|width|height)="([^"]*)"', page):
        float(attribute)


def test_a_card_is_for_those_who_may_see_what_is_in_it(db: None) -> None:
    cards = browser_of(staff("rooms.view_room")).get("/admin/").context["dashboard"]
    assert [card.template for card in cards] == ["admin/dashboard/rooms.html"]


def test_the_first_page_takes_as_many_queries_for_many_as_for_few(general: Room, alice: User) -> None:
    from django.core.cache import cache

    browser = browser_of(User.objects.create_superuser("admin"))

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/admin/").status_code == 200
        return len(captured)

    written(general, alice, 1)
    few = queries()
    for number in range(12):
        written(conversation.create_room(f"Room {number}", alice), alice, 2 + number / 10)
    assert queries() == few


@pytest.mark.django_db(transaction=True)
def test_a_delivery_is_measured_once_however_many_are_looking(
    general: Room, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[float] = []
    monkeypatch.setattr(measuring, "delivered", seen.append)
    see(alice, general, lambda: conversation.post(general.pk, alice, "measured", "nonce-of-alice"), "measured")
    assert len(seen) == 1
    assert abs(seen[0] - Message.objects.get().created.timestamp()) < 5


def test_delays_of_the_last_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    measuring._recent.clear()
    assert measuring.recent_delays() is None
    now = 1_000.0
    monkeypatch.setattr("rooms.feed.measuring.time.time", lambda: now)
    for committed in (now - 0.010, now - 0.020, now - 0.030, now + 1):
        measuring.delivered(committed)
    delays = measuring.recent_delays()
    assert delays is not None
    assert delays.usual == pytest.approx(15)
    assert 20 < delays.slow <= 30
    measuring._recent.clear()


def test_a_process_says_what_it_holds_and_those_that_ended_are_forgotten(db: None) -> None:
    old = timezone.now() - timedelta(days=2)
    ServerProcess.objects.create(key="old", name="gone", started=old, seen=old)
    said = record.Figures("me", "host 1", 3, 2, 1, measuring.Delays(5.0, 9.0))
    record.store(said)
    record.store(said._replace(sockets=4))
    process = ServerProcess.objects.get()
    assert (process.key, process.sockets, process.people, process.rooms) == ("me", 4, 2, 1)
    assert (process.delay, process.slow_delay, process.is_running) == (5.0, 9.0, True)


TOKEN = "a token that nobody guesses"


def test_without_a_token_there_are_no_metrics(client: Client) -> None:
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("brought", ["", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}", "Bearer \u00fc"])
def test_with_another_token_they_are_refused(client: Client, settings: Any, brought: str) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"authorization": brought}).status_code == 403


def test_with_the_token_they_tell_of_the_process_and_the_site(
    client: Client, settings: Any, general: Room, alice: User
) -> None:
    settings.METRICS_TOKEN = TOKEN
    written(general, alice, 1, 2)
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer["Content-Type"].startswith("text/plain")
    values = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    assert values["parley_site_messages_day"] == "2.0"
    assert values["parley_sockets"] == "0.0"
    assert 'parley_delivery_seconds_bucket{le="0.1"}' in values
    assert "process_resident_memory_bytes" in values
