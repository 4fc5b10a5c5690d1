import re

import pytest
from django.test import Client

from accounts.models import User

PAGES = [
    "/accounts/preferences/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/2fa/",
    "/accounts/delete/",
    "/accounts/profile/",
    "/people/alice/",
    "/accounts/logout/",
    "/alerts/",
    "/",
]
DOORS = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/"]


def assert_is_one_of_ours(page: str) -> None:
    assert page.count("<main ") == page.count("<h1") == 1
    assert "css/tokens" in page
    # Our policy refuses scripts without a nonce and styles on elements: a page that has them is broken.
    scripts = re.findall(r"<script[^>]*>.*?</script>", page)
    assert page.count("<script") == len(scripts)
    assert all(
        re.fullmatch(r'<script src="/static/vendor/htmx/[\w.-]+" nonce="[\w-]+"></script>', each) for each in scripts
    )
    assert "style=" not in page
    labelled = set(re.findall(r'<label for="([^"]+)"', page))
    fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', page)
    assert set(fields) <= labelled


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_of_a_person_are_in_our_frame(client: Client, alice: User, address: str) -> None:
    client.force_login(alice)
    page = client.get(address).text
    assert_is_one_of_ours(page)
    assert "Sign out" in page
    assert 'hx-ws:connect="/ws/alerts/"' in page


@pytest.mark.parametrize("address", DOORS)
def test_the_pages_at_the_entrance_are_in_our_frame(client: Client, db: None, address: str) -> None:
    page = client.get(address).text
    assert_is_one_of_ours(page)
    assert "<script" not in page
