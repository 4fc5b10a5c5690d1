"""What somebody has begun to write is kept on the server, for them alone, until it is sent."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from rooms import conversation
from rooms.forms import new_nonce
from rooms.models import Draft, Membership, Message, Room

from .watching import browser_of

Say = Callable[..., Message]
HTMX = {"HX-Request": "true"}
NONCE = "nonce-of-a-draft"


def keep(browser: Client, room: Room, body: str, nonce: str = NONCE) -> int:
    return browser.post(f"/rooms/{room.pk}/draft/", {"body": body, "nonce": nonce}, headers=HTMX).status_code


def send(browser: Client, room: Room, body: str, nonce: str = NONCE, **more: str) -> int:
    data = {"body": body, "nonce": nonce, "composer": nonce} | more
    return browser.post(f"/rooms/{room.pk}/messages/", data, headers=HTMX).status_code


def shown(browser: Client, room: Room) -> str:
    """Return what the composer of a freshly opened room holds."""
    return browser.get(f"/rooms/{room.pk}/").context["draft"]


def test_a_draft_is_there_when_the_room_is_opened_again_anywhere(general: Room, alice: User, bob: User) -> None:
    assert keep(browser_of(alice), general, "half a sent") == 204
    assert keep(browser_of(alice), general, 'half a "sentence"') == 204
    elsewhere = browser_of(alice)
    assert shown(elsewhere, general) == 'half a "sentence"'
    page = elsewhere.get(f"/rooms/{general.pk}/").text
    assert 'value="half a &quot;sentence&quot;"' in page
    assert shown(browser_of(bob), general) == ""


def test_each_room_has_its_own(general: Room, alice: User) -> None:
    kitchen = conversation.create_room("Kitchen", alice)
    browser = browser_of(alice)
    keep(browser, general, "for general")
    keep(browser, kitchen, "for the kitchen", "another-nonce")
    assert (shown(browser, general), shown(browser, kitchen)) == ("for general", "for the kitchen")


def test_several_lines_come_back_as_several_lines(general: Room, alice: User) -> None:
    browser = browser_of(alice)
    keep(browser, general, "one\r\ntwo")
    assert shown(browser, general) == "one\ntwo"
    assert ">one\ntwo</textarea>" in browser.get(f"/rooms/{general.pk}/").text


def test_a_permanent_link_has_it_too_and_next_composers_do_not(general: Room, alice: User, say: Say) -> None:
    message, browser = say(alice, "hello"), browser_of(alice)
    keep(browser, general, "half a sentence")
    assert "half a sentence" in browser.get(f"/rooms/{general.pk}/messages/{message.position}/").text
    for address in ("composer/", "composer/?after=the-first-nonce"):
        assert "half a sentence" not in browser.get(f"/rooms/{general.pk}/{address}", headers=HTMX).text


def test_it_is_gone_when_it_is_sent(general: Room, alice: User) -> None:
    browser = browser_of(alice)
    keep(browser, general, "half a sentence")
    assert send(browser, general, "a sentence") == 200
    assert shown(browser, general) == ""


def test_what_comes_after_it_was_sent_is_not_kept(general: Room, alice: User) -> None:
    browser = browser_of(alice)
    send(browser, general, "a sentence")
    keep(browser, general, "the next one", "the-next-nonce")
    assert keep(browser, general, "a sent") == 204
    assert shown(browser, general) == "the next one"


def test_what_is_sent_while_it_is_being_kept_is_not_left(general: Room, alice: User, monkeypatch) -> None:
    """The message is stored between the first look for it and the draft's own row."""
    create = Draft.objects.bulk_create

    def meanwhile(*args: object, **kwargs: object) -> object:
        conversation.post(general.pk, alice, "a sentence", NONCE)
        return create(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Draft.objects, "bulk_create", meanwhile)
    keep(browser_of(alice), general, "a sentence")
    assert not Draft.objects.exists()


def test_one_that_was_restored_is_gone_when_it_is_sent_from_there(general: Room, alice: User) -> None:
    keep(browser_of(alice), general, "half a sentence")
    browser = browser_of(alice)
    page = browser.get(f"/rooms/{general.pk}/")
    assert '<input type="hidden" name="drafted" value="1">' in page.text
    assert page.context["nonce"] != NONCE
    send(browser, general, "a sentence", page.context["nonce"], drafted="1")
    assert not Draft.objects.exists()


def test_one_written_longer_or_refused_is_gone_when_it_is_sent(general: Room, alice: User) -> None:
    browser = browser_of(alice)
    longer = browser.post(f"/rooms/{general.pk}/composer/longer/", {"body": "half", "composer": NONCE}, headers=HTMX)
    refused = browser.post(
        f"/rooms/{general.pk}/messages/", {"body": " ", "nonce": NONCE, "composer": NONCE}, headers=HTMX
    )
    for answer in (longer, refused):
        assert '<input type="hidden" name="drafted" value="1">' in answer.text
    fresh = browser.get(f"/rooms/{general.pk}/composer/", headers=HTMX).text
    assert "drafted" not in fresh


def test_who_erases_everything_has_no_draft(general: Room, alice: User) -> None:
    browser = browser_of(alice)
    keep(browser, general, "half a sentence")
    keep(browser, general, " \n")
    assert not Draft.objects.exists()


def test_a_field_that_says_nothing_changes_nothing(general: Room, alice: User) -> None:
    browser = browser_of(alice)
    keep(browser, general, "half a sentence")
    assert browser.post(f"/rooms/{general.pk}/draft/", {"nonce": NONCE}, headers=HTMX).status_code == 204
    assert keep(browser, general, "what has no composer", "") == 204
    assert keep(browser, general, "with a \0 in it") == 204
    assert shown(browser, general) == "half a sentence"


def test_it_is_as_long_as_a_message_may_be_and_can_be_stored(general: Room, alice: User) -> None:
    browser = browser_of(alice)
    assert keep(browser, general, "x" * 5000) == 204
    assert shown(browser, general) == "x" * 4000


def test_it_changes_nothing_of_the_room_and_wakes_nobody(general: Room, alice: User, monkeypatch) -> None:
    monkeypatch.setattr("rooms.conversation.versions.wake_room", lambda *_: pytest.fail("woken"))
    version = general.version
    keep(browser_of(alice), general, "half a sentence")
    general.refresh_from_db()
    assert general.version == version


def test_only_members_have_drafts(general: Room, alice: User, bob: User, carol: User, client: Client) -> None:
    assert keep(browser_of(carol), general, "from outside") == 204
    assert keep(client, general, "from nowhere") == 204
    assert not Draft.objects.exists()
    browser = browser_of(bob)
    keep(browser, general, "half a sentence")
    conversation.remove_member(Membership.objects.get(room=general, user=bob))
    assert "half a sentence" not in browser.get(f"/rooms/{general.pk}/").text
    assert browser_of(alice).get(f"/rooms/{general.pk}/draft/").status_code == 405


def test_it_is_kept_only_so_often(general: Room, alice: User, monkeypatch) -> None:
    monkeypatch.setattr("rooms.pace.DRAFT_BURST", 2)
    monkeypatch.setattr("rooms.pace.DRAFT_RATE", 1)
    browser = browser_of(alice)
    assert [keep(browser, general, f"version {number}") for number in range(3)] == [204, 204, 429]
    assert shown(browser, general) == "version 1"
    # What is said has a pace of its own.
    assert send(browser, general, "version 3") == 200


def test_deleting_a_message_takes_what_was_kept_of_it(general: Room, alice: User) -> None:
    browser = browser_of(alice)
    keep(browser, general, "a secret")
    send(browser, general, "a secret")
    conversation.delete(Message.objects.get(body="a secret"))
    assert not Draft.objects.exists()


def test_posting_knows_nothing_of_drafts(general: Room, alice: User, django_assert_max_num_queries) -> None:
    browser = browser_of(alice)
    with django_assert_max_num_queries(9):
        send(browser, general, "hello", new_nonce())
    with django_assert_max_num_queries(4):
        conversation.keep_draft(general.pk, alice, NONCE, "half a sentence")
