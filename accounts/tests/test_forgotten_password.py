import re

from django.core import mail
from django.test import Client

from accounts.models import User


def test_a_forgotten_password_is_replaced_by_way_of_a_mail(client: Client, alice: User) -> None:
    client.post("/accounts/password/reset/", {"email": "alice@example.com"})
    assert [message.to for message in mail.outbox] == [["alice@example.com"]]
    found = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert found
    form = client.get(found[1], follow=True)
    assert form.context["form"].fields.keys() == {"password1", "password2"}
    answer = client.post(form.request["PATH_INFO"], {"password1": "brand-new-day", "password2": "brand-new-day"})
    assert answer.headers["Location"] == "/accounts/password/reset/key/done/"
    alice.refresh_from_db()
    assert alice.check_password("brand-new-day")


def test_a_stranger_gets_the_same_page_as_a_person(client: Client, alice: User) -> None:
    pages = [
        client.post("/accounts/password/reset/", {"email": address}).headers["Location"]
        for address in ("alice@example.com", "mallory@example.com")
    ]
    assert pages == ["/accounts/password/reset/done/"] * 2
