"""Persian, which is written from right to left, from the preferences to every page and fragment."""

import gettext
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from rooms import conversation


@pytest.fixture
def browser(db: None) -> Client:
    alice = User.objects.create_user("alice", "alice@example.com", "parley-demo", display_name="Alice", language="fa")
    room = conversation.create_room("General", alice)
    conversation.post(room.pk, alice, "hello", "a-nonce-of-its-own", paced=False)
    client = Client()
    client.force_login(alice)
    return client


@pytest.mark.parametrize("address", ["/", "/rooms/1/", "/accounts/preferences/", "/search/?q=hello", "/people/alice/"])
def test_a_page_is_persian_and_runs_from_right_to_left(browser: Client, address: str) -> None:
    from rooms.models import Room

    page = browser.get(address.replace("/1/", f"/{Room.objects.get().pk}/")).text
    assert re.search(r'<html lang="fa" dir="rtl"', page)
    assert "جست‌وجو" in page
    assert "Sign out" not in page


def typed(page: Any) -> dict[str, Any]:
    """Return what a browser sends of the page's form as it is."""
    return {name: value for name, value in page.context["form"].initial.items() if value is not None}


def test_the_language_is_chosen_in_the_preferences_by_its_own_name(browser: Client) -> None:
    page = browser.get("/accounts/preferences/")
    assert '<option value="fa" selected>فارسی</option>' in page.text
    form = typed(page) | {"language": "en"}
    browser.post("/accounts/preferences/", form)
    assert '<html lang="en" dir="ltr"' in browser.get("/").text


def test_refusals_speak_the_language_too(browser: Client) -> None:
    form = typed(browser.get("/accounts/preferences/")) | {"theme": "pink"}
    refused = browser.post("/accounts/preferences/", form).text
    assert 'class="errorlist"' in refused
    assert "Select a valid choice" not in refused


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "en"])
def test_a_language_that_can_be_chosen_has_its_words_compiled(language: str) -> None:
    words = gettext.translation("django", settings.LOCALE_PATHS[0], [language])
    assert words.gettext("Sign out") != "Sign out"
    assert words.ngettext("%(count)s reply", "%(count)s replies", 3) != "%(count)s replies"
