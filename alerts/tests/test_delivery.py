"""The page where I choose how alerts reach me elsewhere."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.models import User
from alerts.models import Delivery
from rooms.tests.away import verify
from rooms.tests.conftest import bob  # noqa: F401


@pytest.fixture
def browser(bob: User) -> Client:  # noqa: F811
    browser = Client()
    browser.force_login(bob)
    return browser


PAGE = "/alerts/delivery/"


def test_mails_are_on_until_somebody_turns_them_off(browser: Client, bob: User) -> None:  # noqa: F811
    verify(bob)
    page = browser.get(PAGE)
    assert "Mails go to <strong>bob@example.com</strong>" in page.text
    assert page.context["form"]["mail"].value() == "calls"
    for choice in ("off", "calls"):
        assert browser.post(PAGE, {"mail": choice}).status_code == 302
        assert browser.get(PAGE).context["form"]["mail"].value() == choice
    assert Delivery.objects.get().mail == "calls"


def test_a_choice_that_there_is_not_is_refused(browser: Client) -> None:
    answer = browser.post(PAGE, {"mail": "hourly"})
    assert answer.status_code == 422
    assert "errorlist" in answer.text
    assert not Delivery.objects.exists()


def test_whoever_has_no_confirmed_address_is_told_so(browser: Client, bob: User) -> None:  # noqa: F811
    assert "without an address" in browser.get(PAGE).text
    EmailAddress.objects.create(user=bob, email=bob.email, primary=True, verified=False)
    assert "before you have confirmed" in browser.get(PAGE).text


def test_a_feed_is_made_shown_replaced_and_ended(browser: Client) -> None:
    assert "Make a link" in browser.get(PAGE).text
    browser.post(reverse("alerts:feed_link"))
    first = browser.get(PAGE).context["feed"]
    assert first.startswith("http://testserver/alerts/feed/")
    assert browser.get(PAGE).context["feed"] == first
    browser.post(reverse("alerts:feed_link"))
    second = browser.get(PAGE).context["feed"]
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    browser.post(reverse("alerts:feed_link"), {"end": "yes"})
    assert Client().get(second).status_code == 404
    assert "Make a link" in browser.get(PAGE).text


def test_visitors_are_asked_to_sign_in() -> None:
    assert Client().get(PAGE)["Location"].startswith("/accounts/login/")
    assert Client().post(reverse("alerts:feed_link"))["Location"].startswith("/accounts/login/")
