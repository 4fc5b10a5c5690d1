"""Where somebody is signed in is listed for them, and they can sign out there."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import sign_ins
from accounts.browsers import name_of
from accounts.models import SignIn, User

PAGE = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


def browser_of(user: User, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": user.username, "password": "parley-demo"})
    return client


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob", "bob@example.com", "parley-demo")


def test_every_browser_is_listed_and_this_one_is_named(alice: User, bob: User) -> None:
    here, _, _ = browser_of(alice, FIREFOX), browser_of(alice, PHONE), browser_of(bob, "w3m/0.5.3")
    page = here.get(PAGE).text
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page
    assert "w3m" not in page
    assert page.count("Sign out there<") == 1
    assert page.index("this browser") > page.index("Firefox, Linux")


def test_signing_out_there_ends_that_session_and_no_other(alice: User) -> None:
    here, there = browser_of(alice, FIREFOX), browser_of(alice, PHONE)
    chosen = SignIn.objects.get(browser=PHONE)
    assert here.post(PAGE, {"sign_out": chosen.pk}).status_code == 302
    assert there.get(PAGE).status_code == 302
    assert here.get(PAGE).status_code == 200
    assert [each.browser for each in SignIn.objects.all()] == [FIREFOX]


def test_signing_out_everywhere_else(alice: User) -> None:
    here, others = browser_of(alice, FIREFOX), [browser_of(alice, PHONE) for _ in range(2)]
    here.post(PAGE, {"sign_out": "elsewhere"})
    assert [other.get(PAGE).status_code for other in others] == [302, 302]
    assert here.get(PAGE).status_code == 200


@pytest.mark.parametrize("whose", ["another's", "this", "nonsense", ""])
def test_what_is_not_mine_to_end_is_not_found(alice: User, bob: User, whose: str) -> None:
    here = browser_of(alice, FIREFOX)
    browser_of(bob, PHONE)
    chosen = {
        "another's": SignIn.objects.get(user=bob).pk,
        "this": SignIn.objects.get(user=alice).pk,
    }.get(whose, whose)
    assert here.post(PAGE, {"sign_out": chosen}).status_code == 404
    assert Session.objects.count() == SignIn.objects.count() == 2


def test_who_is_signed_out_is_asked_to_sign_in(db: None) -> None:
    assert Client().get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"


def test_being_seen_is_written_once_in_some_minutes(alice: User, django_assert_num_queries) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        here = browser_of(alice, FIREFOX)
        started = SignIn.objects.get().seen
        clock.shift(timedelta(minutes=4))
        # The session, the person and how many alerts they have not read.
        with django_assert_num_queries(3):
            here.get("/accounts/password/reset/")
        clock.shift(timedelta(minutes=2))
        here.get("/accounts/password/reset/")
        assert SignIn.objects.get().seen == started + timedelta(minutes=6)


def test_a_session_from_before_there_was_a_list_comes_onto_it(alice: User) -> None:
    here = browser_of(alice, FIREFOX)
    SignIn.objects.all().delete()
    sign_ins._noted.clear()
    assert "Firefox, Linux" in here.get(PAGE).text


def test_a_changed_password_leaves_only_this_browser(alice: User) -> None:
    here = browser_of(alice, FIREFOX)
    browser_of(alice, PHONE)
    new = {"oldpassword": "parley-demo", "password1": "quite another one", "password2": "quite another one"}
    here.post("/accounts/password/change/", new)
    alice.refresh_from_db()
    here.get("/accounts/preferences/")
    assert [each.browser for each in sign_ins.of(alice)] == [FIREFOX]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        (PHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("w3m/0.5.3", "w3m"),
        ("", "An unknown browser"),
    ],
)
def test_browsers_are_called_as_people_know_them(agent: str, name: str) -> None:
    assert name_of(agent) == name
