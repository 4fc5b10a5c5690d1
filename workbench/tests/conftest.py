import pytest

from accounts.models import User


@pytest.fixture
def alice(db: None) -> User:
    return User.objects.create_user("alice", "alice@example.org", "secret-enough", display_name="Alice")
