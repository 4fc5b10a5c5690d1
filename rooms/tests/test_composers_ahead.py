"""A page fetches its next composers ahead: each follows from the one before, and is always the same."""

import re

from accounts.models import User
from rooms.forms import NONCE, nonce_after
from rooms.models import Room

from .watching import browser_of


def fetch(user: User, address: str) -> tuple[str, str]:
    """Return the nonce of a composer and how long the browser may keep it."""
    answer = browser_of(user).get(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    found = re.search(r'name="nonce" value="([^"]+)"', answer.text)
    assert found
    return found[1], answer["Cache-Control"]


def test_the_composer_after_another_is_always_the_same_and_may_be_kept(general: Room, alice: User) -> None:
    address = f"/rooms/{general.pk}/composer/?after=the-first-nonce"
    nonce, kept = fetch(alice, address)
    assert nonce == fetch(alice, address)[0] == nonce_after("the-first-nonce")
    assert re.fullmatch(NONCE, nonce)
    assert "private" in kept
    assert "max-age=86400" in kept
    assert fetch(alice, f"/rooms/{general.pk}/composer/?after={nonce}")[0] != nonce


def test_a_composer_after_none_is_new_and_is_not_kept(general: Room, alice: User) -> None:
    address = f"/rooms/{general.pk}/composer/"
    nonce, kept = fetch(alice, address)
    assert nonce != fetch(alice, address)[0]
    assert "no-store" in kept


def test_a_page_names_its_next_composer_and_the_one_after_that(general: Room, alice: User) -> None:
    page = browser_of(alice).get(f"/rooms/{general.pk}/").text
    nonce = re.search(r'name="nonce" value="([^"]+)"', page)
    assert nonce
    fetched = re.findall(r'hx-get="/rooms/\d+/composer/\?after=([^"]+)"', page)
    assert fetched == [nonce[1], nonce_after(nonce[1])]


def test_who_may_not_enter_gets_none_and_nothing_to_keep(general: Room, carol: User) -> None:
    answer = browser_of(carol).get(f"/rooms/{general.pk}/composer/?after=the-first-nonce")
    assert answer.status_code == 403
    assert "max-age=86400" not in answer.get("Cache-Control", "")
