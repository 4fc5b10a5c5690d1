"""How what calls somebody reaches their open pages: with a sound, or in the hours they keep for themselves silently."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

import alerts.calling as alerting
from accounts.models import User
from alerts.inbox import digests
from alerts.wake import wake_people
from rooms import conversation
from rooms.models import Message, Room

from .sockets import signed_in
from .test_attention import attending
from .watching import browser_of

Say = Callable[..., Message]
pytestmark = pytest.mark.django_db(transaction=True)


def run(story: Callable[[], Any]) -> None:
    asyncio.run(story())


def wants(user: User, *, quiet: bool = False, sound: bool = False) -> None:
    """Let these be hours in which nothing calls ``user``, or let new alerts be heard."""
    now = timezone.now()
    user.quiet_from = (now - timedelta(hours=1)).time() if quiet else None
    user.quiet_until = (now + timedelta(hours=1)).time() if quiet else None
    user.alert_sound = sound
    user.save()


def test_in_quiet_hours_a_page_has_the_number_in_the_link_and_not_in_the_title(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    say(alice, "@bob")
    browser = browser_of(bob)
    assert "<title>(1) Alerts" in browser.get("/alerts/").text
    wants(bob, quiet=True)
    page = browser.get("/alerts/").text
    assert "<title>Alerts" in page
    assert ", 1 unread<" in page
    assert 'name="alerts_shown" value="1 quiet"' in page


def test_in_quiet_hours_a_live_page_is_told_silently_and_the_title_has_it_when_they_end(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    wants(bob, quiet=True, sound=True)
    key = signed_in(bob)

    async def story() -> None:
        async with attending(key) as page:
            await page.hello()
            await sync_to_async(say)(alice, "@bob")
            frame = await page.frame()
            assert "<title>Bookmarks" in frame
            assert ", 1 unread<" in frame
            assert "<audio" not in frame
            await sync_to_async(wants)(bob, sound=True)
            # As the heartbeat's looking round finds it.
            await sync_to_async(wake_people)([bob.pk])
            frame = await page.frame()
            assert "<title>(1) Bookmarks" in frame
            assert "<audio" not in frame
        async with attending(key) as page:
            await page.hello("1 quiet")
            assert "<title>(1) Bookmarks" in await page.frame()

    run(story)


def test_a_new_alert_is_heard_by_who_wants_it_and_reading_is_not(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    wants(bob, sound=True)
    key = signed_in(bob)

    async def story() -> None:
        async with attending(key) as page:
            await page.hello()
            await sync_to_async(say)(alice, "@bob")
            assert '<audio src="/static/sounds/alert' in await page.frame()
            await sync_to_async(alerting.mark_read)(bob)
            assert "<audio" not in await page.frame()
            await sync_to_async(wants)(bob)
            await sync_to_async(say)(alice, "@bob again")
            assert "<audio" not in await page.frame()

    run(story)


def test_an_open_inbox_is_told_to_look_again_and_other_pages_are_not(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    key, message = signed_in(bob), say(alice, "@bob")
    alerting.mark_read(bob)
    state = digests([bob.pk])[bob.pk]

    async def story() -> None:
        async with attending(key) as inbox, attending(key) as other:
            await inbox.hello(inbox_shown=state)
            await other.hello()
            await asyncio.sleep(0.3)
            # The number of unread ones stays as it is.
            await sync_to_async(conversation.delete)(message)
            frame = await inbox.frame()
            assert 'hx-target="#inbox-news"' in frame
            assert "<title>" not in frame
            assert await other.receive_nothing(0.3)

    run(story)


def test_what_an_open_inbox_fetches_is_the_list_and_what_it_is_like(
    general: Room, alice: User, bob: User, say: Say
) -> None:
    say(alice, "@bob <i>hello</i>")
    answer = browser_of(bob).get("/alerts/", {"show": "unread", "page": "1"}, headers={"HX-Request": "true"}).text
    assert "<html" not in answer
    assert '<hx-partial hx-target="#inbox"' in answer
    assert "@bob" in answer
    assert f'value="{digests([bob.pk])[bob.pk]}"' in answer
