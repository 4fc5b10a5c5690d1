"""Between the look at who may read and the reading of messages somebody can be removed, and more can be said."""

import pytest
from django.test import Client

from accounts.models import User
from rooms import access, conversation
from rooms.models import Membership, Room

from .watching import browser_of


@pytest.mark.parametrize("address", ["", "messages/{first}/", "messages/{first}/after/", "messages/{last}/before/"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_what_was_said_after_the_removal_is_not_on_the_page(
    general: Room, alice: User, bob: User, address: str, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = conversation.post(general.pk, alice, "for both of us", "nonce-of-both").message.position
    enter = access.enter

    def enter_and_others_are_faster(user: User, room_id: int) -> access.Entry:
        entry = enter(user, room_id)
        conversation.leave(Membership.objects.get(room=general, user=bob))
        conversation.post(general.pk, alice, "not for Bob", "nonce-of-alice")
        return entry

    browser: Client = browser_of(bob)
    monkeypatch.setattr(access, "enter", enter_and_others_are_faster)
    answer = browser.get(f"/rooms/{general.pk}/" + address.format(first=first, last=first + 100), headers=headers)
    assert answer.status_code == 200
    assert "not for Bob" not in answer.text
    assert general.messages.filter(body="not for Bob").exists()
