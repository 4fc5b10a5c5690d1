"""Everybody is answered in their own language and time zone, and nobody's choice leaks to the next request."""

from datetime import UTC, datetime, time

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from accounts.forms import PreferencesForm
from accounts.middleware import PreferencesMiddleware
from accounts.models import User

LOOKS = {
    "language": "en",
    "theme": "system",
    "density": "cosy",
    "motion": "system",
    "announced": "everything",
    "link_previews": "on",
}
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def answer(user: User, *, late: bool = False) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        text = "{{ noon|date:'H:i' }} {% load i18n %}{% get_current_language as code %}{{ code }}"
        template = engines["django"].from_string(text)
        if late:
            return SimpleTemplateResponse(template, {"noon": NOON})
        return HttpResponse(template.render({"noon": NOON}))

    request = RequestFactory().get("/")
    request.user = user
    return PreferencesMiddleware(view)(request)


@pytest.mark.parametrize("late", [False, True])
def test_a_person_sees_their_own_clock_and_language(late: bool) -> None:
    response = answer(User(username="bob", time_zone="Asia/Tokyo", language="de"), late=late)
    assert response.content == b"21:00 de"
    assert timezone.get_current_timezone_name() == "UTC"
    assert translation.get_language() == "en"


def test_a_zone_that_is_no_longer_known_is_utc() -> None:
    assert answer(User(username="bob", time_zone="Mars/Olympus")).content == b"12:00 en"


@pytest.mark.django_db
def test_preferences_are_saved_and_a_zone_that_is_none_is_refused() -> None:
    alice = User.objects.create_user("alice")
    browser = Client()
    browser.force_login(alice)
    refused = browser.post("/accounts/preferences/", {"display_name": "Alice A.", "time_zone": "Mars/Olympus"} | LOOKS)
    assert refused.status_code == 422
    assert b"Alice A." in refused.content
    alice.refresh_from_db()
    assert (alice.time_zone, alice.name) == ("UTC", "alice")
    browser.post("/accounts/preferences/", {"display_name": "Alice A.", "time_zone": "Asia/Kolkata"} | LOOKS)
    alice.refresh_from_db()
    assert (alice.time_zone, alice.name) == ("Asia/Kolkata", "Alice A.")


@pytest.mark.django_db
def test_saving_preferences_takes_back_nothing_that_an_admin_did_meanwhile() -> None:
    alice = User.objects.create_user("alice")
    data = {"display_name": "Alice A.", "time_zone": "UTC"} | LOOKS
    form = PreferencesForm(data, instance=User.objects.get(pk=alice.pk))
    assert form.is_valid()
    User.objects.filter(pk=alice.pk).update(is_active=False)
    form.save()
    alice.refresh_from_db()
    assert (alice.name, alice.is_active) == ("Alice A.", False)


def tag_of(page: str) -> str:
    return page[page.index("<html") : page.index(">", page.index("<html"))]


@pytest.mark.django_db
def test_every_page_says_how_it_is_to_look() -> None:
    alice = User.objects.create_user("alice")
    browser = Client()
    browser.force_login(alice)
    tag = tag_of(browser.get("/accounts/preferences/").text)
    assert 'data-theme="system" data-density="cosy" data-motion="system" data-previews="on"' in tag
    looks = {"language": "en", "theme": "contrast", "density": "compact", "motion": "reduce", "announced": "nothing"}
    browser.post("/accounts/preferences/", {"display_name": "", "time_zone": "UTC"} | looks)
    page = browser.get("/accounts/preferences/").text
    assert 'data-theme="contrast" data-density="compact" data-motion="reduce" data-previews="off"' in tag_of(page)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"density": ""}, {"motion": "wild"}, {"language": "tlh"}])
def test_a_look_that_there_is_not_is_refused_beside_its_field(wrong: dict[str, str]) -> None:
    browser = Client()
    browser.force_login(User.objects.create_user("alice"))
    refused = browser.post("/accounts/preferences/", {"display_name": "Al", "time_zone": "UTC"} | LOOKS | wrong)
    assert refused.status_code == 422
    assert 'class="errorlist"' in refused.text
    assert 'value="Al"' in refused.text


@pytest.mark.django_db
def test_hours_are_kept_and_shown_and_can_be_taken_away() -> None:
    browser = Client()
    browser.force_login(User.objects.create_user("alice"))
    said = {"display_name": "", "time_zone": "UTC"} | LOOKS
    hours = {"quiet_from": "22:30", "quiet_until": "07:00", "alert_sound": "on"}
    assert browser.post("/accounts/preferences/", said | hours).status_code == 302
    alice = User.objects.get()
    assert (alice.quiet_from, alice.quiet_until, alice.alert_sound) == (time(22, 30), time(7), True)
    page = browser.get("/accounts/preferences/").text
    assert 'value="22:30"' in page
    assert 'value="07:00"' in page
    browser.post("/accounts/preferences/", said | {"quiet_from": "", "quiet_until": ""})
    alice = User.objects.get()
    assert (alice.quiet_from, alice.quiet_until, alice.alert_sound) == (None, None, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        ("22:00", "", "Say also when these hours end"),
        ("", "07:00", "Say also when these hours begin"),
        ("07:00", "07:00", "These hours end when they begin"),
        ("25:00", "07:00", "Enter a valid time"),
    ],
)
def test_hours_that_can_not_be_are_refused_and_what_was_typed_stays(begins: str, ends: str, said: str) -> None:
    browser = Client()
    browser.force_login(User.objects.create_user("alice"))
    form = {"display_name": "Al", "time_zone": "UTC", "quiet_from": begins, "quiet_until": ends} | LOOKS
    refused = browser.post("/accounts/preferences/", form)
    assert refused.status_code == 422
    assert said in refused.text
    assert 'value="Al"' in refused.text
    for typed in filter(None, (begins, ends)):
        assert f'value="{typed}"' in refused.text


@pytest.mark.django_db
def test_a_visitors_page_follows_the_device() -> None:
    assert "data-theme" not in tag_of(Client().get("/accounts/login/").text)
