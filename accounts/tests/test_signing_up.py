import re

from django.test import Client

from accounts.models import User

FIELDS = ["username", "display_name", "email", "password1", "password2"]
CAROL = dict(zip(FIELDS, ["carol", "Carol C.", "carol@example.com", "quiet-corner-7", "quiet-corner-7"], strict=True))


def test_sign_up_asks_for_the_name_first_and_the_password_last(client: Client, db: None) -> None:
    page = client.get("/accounts/signup/").text
    assert [name for name in re.findall(r'<input[^>]* name="(\w+)"', page) if name in FIELDS] == FIELDS


def test_signing_up_makes_a_person_and_lets_them_in(client: Client, db: None) -> None:
    response = client.post("/accounts/signup/", CAROL)
    assert response.status_code == 302
    carol = User.objects.get(username="carol")
    assert (carol.display_name, carol.email) == ("Carol C.", "carol@example.com")
    assert "Hello, Carol C." in client.get("/").text


def test_what_was_typed_stays_and_errors_stand_at_their_fields(client: Client, alice: User) -> None:
    page = client.post("/accounts/signup/", CAROL | {"username": "alice", "password2": "something else"}).text
    assert 'value="alice"' in page
    assert 'value="Carol C."' in page
    assert 'id="id_username_error"' in page
    assert 'id="id_password2_error"' in page
    assert 'id="id_email_error"' not in page
    assert "quiet-corner-7" not in page
