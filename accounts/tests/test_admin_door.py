"""Admin has the site's own door: one sign-in, and only staff get further."""

import pytest
from django.http import QueryDict
from django.test import Client

from accounts.models import User

PAGES = ["/admin/", "/admin/accounts/user/", "/admin/rooms/message/add/"]


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_the_sites_sign_in(page: str) -> None:
    answer = Client().get(page, follow=True)
    address, _ = answer.redirect_chain[-1]
    path, _, query = address.partition("?")
    assert (path, QueryDict(query)["next"]) == ("/accounts/login/", page)
    assert answer.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_who_is_no_staff_is_turned_away(page: str) -> None:
    browser = Client()
    browser.force_login(User.objects.create_user("alice"))
    assert browser.get(page, follow=True).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("page", [*PAGES, "/admin/alerts/alert/", "/admin/rooms/room/", "/admin/rooms/membership/"])
def test_an_admin_is_let_in(page: str) -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("admin"))
    assert browser.get(page).status_code == 200
