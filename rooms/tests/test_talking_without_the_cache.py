from typing import Any

import pytest

from accounts.models import User
from rooms import conversation, pace
from rooms.models import Message, Room


class CacheThatIsAway:
    def get(self, *arguments: Any, **options: Any) -> Any:
        raise ConnectionError("nobody listens there")

    set = get


@pytest.mark.django_db
def test_a_message_is_stored_while_the_cache_is_away(
    general: Room, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "cache", CacheThatIsAway())

    posted = conversation.post(general.pk, alice, "still here", "nonce-without-cache")

    assert Message.objects.get(room=general).body == "still here"
    assert posted.is_new
