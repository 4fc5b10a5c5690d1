import pytest
from redis.exceptions import ConnectionError as RedisAway

from accounts.models import User
from rooms import conversation, pace
from rooms.models import Room


class CacheThatIsAway:
    def get(self, *args: object, **kwargs: object) -> None:
        raise RedisAway("connection refused")


def test_nobody_is_kept_from_writing_while_the_cache_is_away(general: Room, alice: User, monkeypatch) -> None:
    cache = CacheThatIsAway()
    monkeypatch.setattr(pace, "cache", cache)
    with pytest.raises(RedisAway):
        cache.get("anything")
    assert conversation.post(general.pk, alice, "hello", "nonce-of-a-send").is_new
