"""The link in a mail that ends the mails, without signing in."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from alerts.mail.recipients import addresses
from alerts.mail.unsubscribing import token_for
from alerts.models import Delivery
from rooms.tests.away import verify
from rooms.tests.conftest import alice, bob  # noqa: F401


@pytest.fixture
def link(bob: User) -> str:  # noqa: F811
    verify(bob)
    return reverse("alerts:unsubscribe", args=[token_for(bob.pk)])


@pytest.fixture
def stranger() -> Client:
    return Client(enforce_csrf_checks=True)


def test_opening_the_link_only_asks(stranger: Client, link: str, bob: User) -> None:  # noqa: F811
    for _ in range(2):
        answer = stranger.get(link)
        assert answer.status_code == 200
        assert "Send me no more mails" in answer.text
        assert "Bob" in answer.text
    stranger.head(link)
    assert addresses([bob.pk]) == {bob.pk: "bob@example.com"}
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]


def test_one_click_ends_the_mails_without_a_session_and_a_token_of_it(stranger: Client, link: str, bob: User) -> None:  # noqa: F811
    answer = stranger.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "no more mails" in answer.text
    assert addresses([bob.pk]) == {}
    assert Delivery.objects.get(user=bob).mail == "off"
    assert not answer.cookies
    # A program may try twice.
    assert stranger.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_a_feed_goes_on_after_it(stranger: Client, link: str, bob: User) -> None:  # noqa: F811
    Delivery.objects.create(user=bob, feed="some-name")
    stranger.post(link)
    assert Delivery.objects.get(user=bob).feed == "some-name"


def test_the_page_is_in_the_language_of_who_was_mailed(stranger: Client, link: str, bob: User) -> None:  # noqa: F811
    User.objects.filter(pk=bob.pk).update(language="fa")
    assert '<html lang="fa" dir="rtl"' in stranger.get(link).text


def test_a_link_that_was_not_signed_here_does_nothing(stranger: Client, alice: User, bob: User, link: str) -> None:  # noqa: F811
    signature = token_for(bob.pk).partition(".")[2]
    for token in (str(bob.pk), f"{alice.pk}.{signature}", f"{bob.pk}.", "nonsense", f"{bob.pk}.{signature}x"):
        answer = stranger.post(reverse("alerts:unsubscribe", args=[token]))
        assert answer.status_code == 404
    assert not Delivery.objects.exists()


def test_a_link_of_somebody_who_is_gone_leads_nowhere(stranger: Client, link: str, bob: User) -> None:  # noqa: F811
    bob.delete()
    assert stranger.get(link).status_code == 404


def test_no_other_method_is_taken(stranger: Client, link: str) -> None:
    assert stranger.put(link).status_code == 405
