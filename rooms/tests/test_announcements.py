"""What the site says to many at once: an alert for each, a banner until it is over or dismissed, no query without."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import people
from accounts.models import User
from alerts.models import Alert
from rooms import conversation
from rooms.announcements import sending
from rooms.announcements.board import board
from rooms.models import Announcement, Room

from .sockets import signed_in
from .test_attention import attending
from .watching import browser_of

NEWS = "The house is closed on Friday"


@pytest.fixture
def announce(alice: User, django_capture_on_commit_callbacks) -> Callable[..., Announcement]:
    """Return a function that makes an announcement of Alice's and sends what is due."""

    def make(**details: Any) -> Announcement:
        announcement = Announcement.objects.create(**{"text": NEWS, "made_by": alice} | details)
        with django_capture_on_commit_callbacks(execute=True):
            sending.send_due()
        announcement.refresh_from_db()
        return announcement

    return make


@pytest.fixture
def staff(alice: User, django_capture_on_commit_callbacks) -> Callable[..., Any]:
    alice.is_staff = True
    alice.save()
    alice.user_permissions.set(Permission.objects.filter(codename__endswith="_announcement"))
    browser = browser_of(alice)

    def post(path: str, typed: dict[str, Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(f"/admin/rooms/announcement/{path}", typed)

    return post


def called() -> set[str]:
    alerts = Alert.objects.filter(kind="announcement", content=NEWS)
    names = list(alerts.values_list("user__username", flat=True))
    assert len(names) == len(set(names))
    return set(names)


def banner(user: User, path: str = "/bookmarks/") -> str:
    page = browser_of(user).get(path).text
    return page.partition('id="banner"')[2].partition("</div>")[0]


def test_everybody_who_can_sign_in_is_called_once(announce, alice: User, bob: User, carol: User) -> None:
    people.bot("weather", "Weather")
    User.objects.create_user("gone", is_active=False)
    announcement = announce(link="/rooms/1/")
    assert called() == {"alice", "bob", "carol"}
    assert (announcement.recipients, announcement.finished is not None) == (3, True)
    sending.send(announcement.pk)
    assert called() == {"alice", "bob", "carol"}
    alert = Alert.objects.get(user=bob)
    assert (alert.actor, alert.link, alert.subject) == (alice, "/rooms/1/", announcement.subject)
    assert NEWS in browser_of(bob).get("/alerts/?show=announcements").text


def test_or_the_members_of_a_room(announce, general: Room, carol: User) -> None:
    announce(audience="room", room=general)
    assert called() == {"alice", "bob"}
    assert NEWS in banner(User.objects.get(username="bob"))
    assert NEWS not in banner(carol)


@pytest.mark.django_db(transaction=True)
def test_or_those_who_have_a_page_open(alice: User, bob: User) -> None:
    key = signed_in(bob)

    async def story() -> None:
        async with attending(key) as page:
            await page.hello(banner_shown="")
            assert await page.receive_nothing(0.3)
            await sync_to_async(Announcement.objects.create)(text=NEWS, audience="online", made_by=alice)
            await sync_to_async(sending.send_due)()
            frame = await page.frame()
            assert NEWS in frame
            assert ", 1 unread<" in frame

    asyncio.run(story())
    assert called() == {"bob"}
    assert Announcement.objects.get().recipients == 1


@pytest.mark.django_db(transaction=True)
def test_it_comes_to_open_pages_and_goes_when_it_is_withdrawn(alice: User, bob: User) -> None:
    announcement = Announcement.objects.create(text=NEWS, made_by=alice)
    key = signed_in(bob)

    async def story() -> None:
        async with attending(key) as page:
            await page.hello(banner_shown="")
            assert await page.receive_nothing(0.3)
            await sync_to_async(sending.send)(announcement.pk)
            frame = await page.frame()
            assert '<hx-partial hx-target="#banner"' in frame
            assert NEWS in frame
            assert f'name="banner_shown" value="{announcement.pk}"' in frame
            await sync_to_async(sending.withdraw)(announcement)
            frame = await page.frame()
            assert 'name="banner_shown" value=""' in frame
            assert NEWS not in frame
        # Who comes back with what is over on the page is put right, and one who has nothing hears nothing.
        async with attending(key) as page:
            await page.hello(banner_shown=str(announcement.pk))
            assert 'name="banner_shown" value=""' in await page.frame()
        async with attending(key) as page:
            await page.hello(banner_shown="")
            assert await page.receive_nothing(0.3)

    asyncio.run(story())


def test_many_are_called_some_at_a_time(announce, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 10)
    User.objects.bulk_create(User(username=f"person-{number}") for number in range(24))
    announcement = Announcement.objects.create(text=NEWS, made_by=alice)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert not sending._send_some(announcement.pk)
    announcement.refresh_from_db()
    assert (len(called()), announcement.recipients, announcement.finished) == (10, 10, None)
    assert len(queries) <= 6
    # What was interrupted there goes on from there.
    call_command("send_announcements")
    assert len(called()) == Announcement.objects.get().recipients == 25


def test_a_later_one_waits_for_its_time(announce, bob: User) -> None:
    now = timezone.now()
    announcement = announce(starts=now + timedelta(hours=1), expires=now + timedelta(hours=2))
    assert (called(), announcement.announced) == (set(), None)
    assert NEWS not in banner(bob)
    Announcement.objects.update(starts=now)
    call_command("send_announcements")
    assert "bob" in called()


def test_what_was_never_sent_before_it_expired_is_not_sent(announce, bob: User) -> None:
    now = timezone.now()
    announce(starts=now - timedelta(hours=2), expires=now - timedelta(hours=1))
    assert called() == set()


@pytest.mark.parametrize("path", ["/", "/alerts/", "/accounts/preferences/", "/rooms/{room}/"])
def test_it_stands_on_every_page_until_it_expires(announce, general: Room, bob: User, path: str) -> None:
    announcement = announce(link="https://status.example/")
    page = banner(bob, path.format(room=general.pk))
    assert NEWS in page
    assert 'href="https://status.example/"' in page
    assert f'id="banner-shown" name="banner_shown" value="{announcement.pk}"' in page
    Announcement.objects.update(expires=timezone.now())
    board.remembered.forget()
    assert NEWS not in banner(bob, path.format(room=general.pk))


def test_visitors_see_none(announce) -> None:
    announce()
    assert NEWS not in Client().get("/accounts/login/").text


def test_it_is_dismissed_by_oneself_for_oneself(announce, alice: User, bob: User) -> None:
    announcement = announce()
    browser = browser_of(bob)
    path = f"/announcements/{announcement.pk}/dismiss/"
    answer = browser.post(path, headers={"Referer": "http://testserver/bookmarks/"})
    assert answer.headers["Location"] == "http://testserver/bookmarks/"
    assert NEWS not in banner(bob)
    assert NEWS in banner(alice)
    assert Alert.objects.get(user=bob).read
    live = browser_of(alice).post(path, headers={"HX-Request": "true"}).text
    assert '<hx-partial hx-target="#banner"' in live
    assert NEWS not in live


def test_dismissing_leads_to_no_other_site_and_is_for_those_signed_in(announce, bob: User) -> None:
    announcement = announce()
    path = f"/announcements/{announcement.pk}/dismiss/"
    answer = browser_of(bob).post(path, headers={"Referer": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
    assert Client().post(path).headers["Location"].startswith("/accounts/login/")
    assert browser_of(bob).get(path).status_code == 405


def test_without_one_no_page_asks_for_it(announce, bob: User) -> None:
    board.remembered.forget()
    browser = browser_of(bob)
    browser.get("/bookmarks/")
    with CaptureQueriesContext(connection) as without:
        browser.get("/bookmarks/")
    assert not any("announcement" in query["sql"] for query in without)
    announce()
    browser.get("/bookmarks/")
    with CaptureQueriesContext(connection) as up:
        browser.get("/bookmarks/")
    assert len(up) == len(without) + 1


FORM = {"text": NEWS, "link": "", "audience": "everybody", "room": ""}


def times(**later: float) -> dict[str, str]:
    """Return what Admin's form says of hours from now."""
    said: dict[str, str] = {}
    for field, hours in later.items():
        at = timezone.localtime() + timedelta(hours=hours)
        said |= {f"{field}_0": at.strftime("%Y-%m-%d"), f"{field}_1": at.strftime("%H:%M:%S")}
    return said


def test_staff_sends_one_at_once_and_withdraws_it(staff, alice: User, bob: User) -> None:
    staff("add/", FORM | times(starts=-0.1, expires=1))
    assert called() == {"alice", "bob"}
    assert NEWS in banner(bob)
    announcement = Announcement.objects.get()
    assert announcement.made_by == alice
    # What was said was said.
    staff(f"{announcement.pk}/change/", FORM | {"text": "Other"} | times(starts=0, expires=2))
    assert Announcement.objects.get().text == NEWS
    staff("", {"action": "withdraw", "_selected_action": [announcement.pk]})
    assert called() == set()
    assert NEWS not in banner(bob)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "//evil.example/"}, "link"),
        ({"audience": "room"}, "room"),
        (times(expires=-1), "expires"),
        (times(starts=3, expires=2), "expires"),
    ],
)
def test_what_can_not_be_is_said_beside_the_field(staff, bob: User, typed: dict[str, str], field: str) -> None:
    answer = staff("add/", FORM | times(starts=0, expires=1) | typed)
    assert answer.context["adminform"].form.errors.keys() == {field}
    assert not Announcement.objects.exists()


def test_staff_without_the_permission_announces_nothing(staff, alice: User, announce) -> None:
    alice.user_permissions.clear()
    assert staff("add/", FORM | times(starts=0, expires=1)).status_code == 403
    announcement = announce()
    alice.user_permissions.set(Permission.objects.filter(codename="view_announcement"))
    staff("", {"action": "withdraw", "_selected_action": [announcement.pk]})
    assert Announcement.objects.get().withdrawn is None


def test_leaving_the_room_takes_nothing_that_was_announced(announce, general: Room, bob: User) -> None:
    announce(audience="room", room=general)
    conversation.leave(bob.memberships.get())
    assert "bob" in called()


def test_staff_sees_nothing_of_rooms_that_are_closed_to_them(staff, alice: User, announce, general: Room) -> None:
    conversation.change_room(general.pk, kind="private")
    announce(audience="room", room=general)
    page = browser_of(alice).get("/admin/rooms/announcement/").text
    assert NEWS not in page
    typed = FORM | times(starts=0, expires=1) | {"audience": "room", "room": str(general.pk)}
    assert staff("add/", typed).context["adminform"].form.errors.keys() == {"room"}
