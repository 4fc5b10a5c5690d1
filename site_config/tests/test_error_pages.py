import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import path

from site_config.urls import urlpatterns as real_urls

handler403 = "site_config.errors.forbidden"


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a defect")


def forbids(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("fails/", fails), path("forbids/", forbids), *real_urls]


@pytest.fixture
def visitor(db: None) -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/nowhere/", 404, "There is nothing here"),
        ("/forbids/", 403, "You may not do that"),
        ("/fails/", 500, "Something went wrong"),
    ],
)
def test_errors_have_a_page_of_ours(visitor: Client, address: str, status: int, title: str) -> None:
    response = visitor.get(address)
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text


def test_a_form_without_its_token_says_what_to_do(visitor: Client) -> None:
    response = visitor.post("/accounts/login/", {"login": "alice", "password": "parley-demo"})
    assert response.status_code == 403
    assert "reload the page" in response.text


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_pages_of_last_resort_need_nothing(name: str) -> None:
    """No request, no user, and no list of hashed files: this storage has none and would fail."""
    manifest = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | manifest, DEBUG=False):
        assert '<a class="button secondary" href="/">' in render_to_string(name)
