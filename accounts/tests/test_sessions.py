"""Whose session a cookie names: for the person who is signed in, and for nobody else."""

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from accounts.sessions import user_of_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice", password="parley-demo")


@pytest.fixture
def browser(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def key_of(browser: Client) -> str:
    return browser.cookies[django_settings.SESSION_COOKIE_NAME].value


def test_a_session_names_the_person_who_signed_in(browser: Client, alice: User) -> None:
    assert user_of_session(key_of(browser)) == alice


@pytest.mark.parametrize("key", [None, "", "x", "neverissuedneverissuedneverissue", "'; drop table", "a" * 5000])
def test_a_key_that_was_never_issued_names_nobody(key: str | None) -> None:
    assert user_of_session(key) is None


def test_a_visitors_session_names_nobody() -> None:
    session = Client().session
    session["seen"] = True
    session.save()
    assert user_of_session(session.session_key) is None


def test_signing_out_ends_it(browser: Client) -> None:
    key = key_of(browser)
    browser.logout()
    assert user_of_session(key) is None


def test_an_expired_session_names_nobody(browser: Client) -> None:
    Session.objects.update(expire_date=timezone.now())
    assert user_of_session(key_of(browser)) is None


def test_a_deactivated_person_is_nobody(browser: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert user_of_session(key_of(browser)) is None


def test_a_deleted_person_is_nobody(browser: Client, alice: User) -> None:
    alice.delete()
    assert user_of_session(key_of(browser)) is None


def test_a_changed_password_ends_it(browser: Client, alice: User) -> None:
    alice.set_password("another one")
    alice.save()
    assert user_of_session(key_of(browser)) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (BACKEND_SESSION_KEY, "django.contrib.auth.backends.RemoteUserBackend"),
        (HASH_SESSION_KEY, ""),
        (HASH_SESSION_KEY, "0" * 64),
        (SESSION_KEY, "999999"),
    ],
)
def test_a_session_that_sign_in_did_not_write_so_names_nobody(browser: Client, name: str, value: str) -> None:
    session = browser.session
    session[name] = value
    session.save()
    assert user_of_session(session.session_key) is None


def test_a_rotated_secret_key_signs_nobody_out(browser: Client, alice: User, settings: Settings) -> None:
    key = key_of(browser)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the new key", [settings.SECRET_KEY]
    before = Session.objects.get().session_data
    assert user_of_session(key) == alice
    # Looking changes nothing: the page's next request must find the session as it is.
    assert Session.objects.get().session_data == before
    assert browser.get("/alerts/").status_code == 200


def test_a_secret_key_that_is_forgotten_ends_every_session(browser: Client, settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the new key", []
    assert user_of_session(key_of(browser)) is None
    assert Session.objects.count() == 1
