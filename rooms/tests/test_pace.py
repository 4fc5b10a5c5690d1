import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as RedisAway

from accounts.models import User
from rooms import conversation
from rooms.models import Room


def test_nobody_is_kept_from_writing_while_the_cache_is_away(general: Room, alice: User, monkeypatch) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise RedisAway("connection refused")

    monkeypatch.setattr(type(cache), "__getattr__", lambda *_: away)
    with pytest.raises(RedisAway):
        cache.get("anything")
    assert conversation.post(general.pk, alice, "hello", "nonce-of-a-send").is_new
