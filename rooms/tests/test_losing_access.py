import asyncio
from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from rooms import conversation
from rooms.models import Message, Room

from .sockets import Page, open_page, signed_in

Say = Callable[..., Message]
pytestmark = pytest.mark.django_db(transaction=True)


def ends(general: Room, key: str, version: int, what: Callable[[], object]) -> None:
    """Open a page, do ``what``, and see the page told so and closed."""

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.hello(version)
            await sync_to_async(what)()
            await told_signed_out(page)

    asyncio.run(story())


async def told_signed_out(page: Page) -> None:
    assert "You are signed out." in await page.frame()
    assert await page.close_code() == 4401


def test_signing_out_ends_the_page(general: Room, bob: User) -> None:
    client = Client()
    client.force_login(bob)
    ends(general, client.session.session_key or "", general.version, lambda: client.post("/accounts/logout/"))


def test_a_session_ended_elsewhere_ends_the_page(general: Room, bob: User) -> None:
    key = signed_in(bob)
    ends(general, key, general.version, lambda: Session.objects.filter(pk=key).delete())


def test_a_changed_password_ends_the_page(general: Room, bob: User) -> None:
    def change() -> None:
        bob.set_password("a-new-password")
        bob.save()

    ends(general, signed_in(bob), general.version, change)


def test_deactivation_ends_the_page(general: Room, bob: User) -> None:
    def deactivate() -> None:
        bob.is_active = False
        bob.save()

    ends(general, signed_in(bob), general.version, deactivate)


def test_what_no_wake_up_tells_is_found_by_the_periodic_check(general: Room, bob: User, settings) -> None:
    settings.FEED_HEARTBEAT_SECONDS = 1
    ends(general, signed_in(bob), general.version, lambda: User.objects.filter(pk=bob.pk).update(is_active=False))


def test_who_was_deactivated_is_told_so_and_not_that_they_were_removed(
    general: Room, alice: User, bob: User, carol: User, settings
) -> None:
    settings.FEED_HEARTBEAT_SECONDS = 1
    key = signed_in(bob)

    def deactivate_unheard_and_change_the_members() -> None:
        User.objects.filter(pk=bob.pk).update(is_active=False)
        conversation.add_member(general.pk, carol)

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.hello(general.version)
            await sync_to_async(deactivate_unheard_and_change_the_members)()
            while "refusal" not in (frame := await page.frame()):
                pass
            assert "You are signed out." in frame
            assert await page.close_code() == 4401

    asyncio.run(story())


def test_the_periodic_check_asks_twice_for_any_number_of_sockets(
    general: Room, alice: User, bob: User, django_assert_num_queries
) -> None:
    from accounts.sessions import SignedIn, ended

    people = [SignedIn(signed_in(person), person.pk, person.password) for person in (alice, bob) for _ in range(5)]
    with django_assert_num_queries(2):
        assert ended(people) == set()


def test_nothing_arrives_after_the_end(general: Room, alice: User, bob: User, say: Say) -> None:
    key, version = signed_in(bob), say(alice, "before").version

    async def story() -> None:
        async with open_page(general.pk, key) as page:
            await page.hello(version)
            await sync_to_async(Session.objects.filter(pk=key).delete)()
            await told_signed_out(page)
            await sync_to_async(say)(alice, "between us")
            assert await page.receive_nothing()

    asyncio.run(story())


def test_other_peoples_pages_stay_open(general: Room, alice: User, bob: User, say: Say) -> None:
    keys, version = (signed_in(alice), signed_in(bob)), say(alice, "before").version

    async def story() -> None:
        async with open_page(general.pk, keys[0]) as hers, open_page(general.pk, keys[1]) as his:
            await hers.hello(version)
            await his.hello(version)
            await sync_to_async(Session.objects.filter(pk=keys[1]).delete)()
            await told_signed_out(his)
            message = await sync_to_async(say)(bob, "still there?")
            while hers.cursor < message.version:
                frame = await hers.frame()
            assert "still there?" in frame

    asyncio.run(story())
