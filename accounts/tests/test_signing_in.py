import pytest
from django.test import Client

from accounts.models import User

from .conftest import PASSWORD


@pytest.mark.parametrize("login", ["alice", "alice@example.com"])
def test_a_person_signs_in_with_user_name_or_e_mail(client: Client, alice: User, login: str) -> None:
    response = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert response.status_code == 302
    assert response.headers["Location"] == "/"
    assert client.get("/").context["user"] == alice


def test_a_wrong_password_is_said_and_the_name_stays(client: Client, alice: User) -> None:
    page = client.post("/accounts/login/", {"login": "alice", "password": "wrong"}).text
    assert 'role="alert"' in page
    assert "password you specified are not correct" in page
    assert 'value="alice"' in page
    assert "_auth_user_id" not in client.session


def test_a_forgotten_field_has_its_error_beside_it(client: Client, db: None) -> None:
    page = client.post("/accounts/login/", {"login": "", "password": ""}).text
    assert 'id="id_login_error"' in page
    assert 'id="id_password_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_sign_in_page_helps_password_managers(client: Client, db: None) -> None:
    page = client.get("/accounts/login/").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_signing_out_takes_a_form_and_leads_back_to_the_door(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/accounts/logout/").headers["Location"] == "/accounts/login/"
    assert client.get("/").status_code == 302
