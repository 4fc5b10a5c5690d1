"""Signing in with a code of an app beside the password, or with one of the codes kept for when the app is lost."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from accounts.models import User

from .test_account_pages import assert_is_one_of_ours

PASSWORD = "parley-demo"


@pytest.fixture(autouse=True)
def _verified(alice: User) -> None:
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)


@pytest.fixture
def browser(alice: User) -> Client:
    """Alice's, who has just confirmed her password, which is asked for before anything here changes."""
    client = signed_in()
    asked = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert asked.redirect_chain
    assert_is_one_of_ours(asked.text)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def signed_in() -> Client:
    cache.clear()
    client = Client()
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    return client


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def activate(browser: Client) -> str:
    secret = browser.get("/accounts/2fa/totp/activate/").context["form"].secret
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    assert answer.status_code == 302
    return secret


def test_setting_up_shows_a_picture_and_the_secret_in_our_frame(browser: Client) -> None:
    page = browser.get("/accounts/2fa/totp/activate/").text
    assert_is_one_of_ours(page)
    assert "<svg" in page
    assert "data:" not in page


def test_a_wrong_code_is_refused_beside_its_field(browser: Client) -> None:
    browser.get("/accounts/2fa/totp/activate/")
    page = browser.post("/accounts/2fa/totp/activate/", {"code": "000000"}).text
    assert 'class="errorlist"' in page
    assert not Authenticator.objects.exists()


def test_after_that_the_password_alone_lets_nobody_in(browser: Client) -> None:
    secret = activate(browser)
    other = signed_in()
    assert other.get("/accounts/preferences/").status_code == 302
    asked = other.get("/accounts/2fa/authenticate/").text
    assert_is_one_of_ours(asked)
    assert 'class="errorlist"' in other.post("/accounts/2fa/authenticate/", {"code": "123456"}).text
    # A code counts once, and this one has set up the app.
    cache.clear()
    other.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert other.get("/accounts/preferences/").status_code == 200


def test_a_recovery_code_lets_in_once(browser: Client, alice: User) -> None:
    activate(browser)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    page = browser.get("/accounts/2fa/recovery-codes/").text
    assert_is_one_of_ours(page)
    assert codes[0] in page
    first, second = signed_in(), signed_in()
    first.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert first.get("/accounts/preferences/").status_code == 200
    second.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert second.get("/accounts/preferences/").status_code == 302


def test_there_is_no_way_to_keys_that_need_a_script(browser: Client) -> None:
    page = browser.get("/accounts/2fa/").text
    assert_is_one_of_ours(page)
    assert "Security Keys" not in page
    assert browser.get("/accounts/2fa/webauthn/").status_code == 404
