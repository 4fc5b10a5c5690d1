import pytest
from django.test import Client

from rooms.models import Room

HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("address", ["composer/", "line/", "messages/1/before/"])
def test_a_live_page_whose_visitor_is_signed_out_is_told_so(general: Room, address: str) -> None:
    answer = Client().get(f"/rooms/{general.pk}/{address}", headers=HTMX)
    assert answer.status_code == 401
    assert "You are signed out." in answer.text
    assert 'id="refusal"' in answer.text
    assert 'name="password"' not in answer.text


def test_a_page_without_scripts_goes_to_the_sign_in(general: Room) -> None:
    answer = Client().get(f"/rooms/{general.pk}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/accounts/login/?next=/rooms/{general.pk}/"
