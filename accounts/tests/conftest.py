import pytest
from django.core.cache import cache

from accounts.models import User

PASSWORD = "parley-demo"


@pytest.fixture
def alice(db: None) -> User:
    return User.objects.create_user("alice", "alice@example.com", PASSWORD, display_name="Alice")


@pytest.fixture(autouse=True)
def _limits_start_anew() -> None:
    cache.clear()
